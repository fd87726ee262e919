namespace Trainer.Evaluation.Benchmarks.MmBench;

/// <summary>A row of an MMBench table.</summary>
/// <param name="Index">Its number; rotations of a question have it plus a multiple of a million.</param>
/// <param name="Image">File of the picture.</param>
/// <param name="Text">The hint, where there is one, and the question on a line of its own.</param>
/// <param name="Options">Texts of the options A, B, …</param>
/// <param name="Right">Index of the right option.</param>
/// <param name="Category">Ability that it tests, such as <c>spatial_relationship</c>.</param>
/// <param name="Group">The wider ability, which the table calls <c>l2-category</c>.</param>
public sealed record MmBenchQuestion(long Index, string Image, string Text, IReadOnlyList<string> Options, int Right, string Category, string Group)
{
    private const long RotationStep = 1_000_000;

    /// <summary>Number of the question that this is a rotation of.</summary>
    public long Base => Index % RotationStep;

    /// <summary>The question with its options moved on, as circular evaluation asks it.</summary>
    /// <param name="steps">How far each option moves.</param>
    internal MmBenchQuestion Rotate(int steps) => this with
    {
        Index = Index + (steps * RotationStep),
        Options = [.. Options.Skip(steps).Concat(Options.Take(steps))],
        Right = (Right - steps + Options.Count) % Options.Count,
    };
}
