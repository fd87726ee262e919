using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Records;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Algorithms.Bpo;

/// <summary>
/// A way to make worse answers: what the model is asked, what it sees, and what becomes of its text.
/// To add one: implement this, add a value to <see cref="BpoMethod"/> and a line to <see cref="NegativeMakers"/>.
/// </summary>
internal interface INegativeMaker
{
    /// <summary>The answers' type in the file.</summary>
    string Type { get; }

    /// <summary>Answers to each record.</summary>
    int Samples => 1;

    /// <summary>How they are drawn.</summary>
    SamplingSettings Sampling { get; }

    /// <summary>Texts whose return shows that the model repeated its instruction.</summary>
    IReadOnlyList<string> Echoes => [];

    /// <summary>Whether the model sees the record's picture.</summary>
    bool ShowsImage => true;

    /// <summary>What the model is asked.</summary>
    IReadOnlyList<Turn> TurnsOf(BpoRecord record);

    /// <summary>The picture as the model sees it.</summary>
    /// <param name="pixels">Normalised pixels.</param>
    /// <param name="random">Seeds of this record's draws.</param>
    float[] See(float[] pixels, RecordDraws random) => pixels;

    /// <summary>What the model's answers are weighed against; null: nothing.</summary>
    /// <param name="drawsOf">The draws that belong to a prompt.</param>
    Contrast? ContrastFor(Func<Prompt, RecordDraws> drawsOf) => null;

    /// <summary>The answer within the model's text.</summary>
    string Clean(string text) => text.Trim();
}

/// <summary>The draws of one answer: they depend on the record alone, not on its neighbours or on interruptions.</summary>
/// <param name="Random">The run's randomness.</param>
/// <param name="Record">The record.</param>
/// <param name="Sample">Which of its answers, from 0.</param>
internal sealed record RecordDraws(RandomRoot Random, BpoRecord Record, int Sample)
{
    /// <summary>A managed generator for a named use.</summary>
    internal Random Managed(string use) => Random.Managed(Name(use), Sample);

    /// <summary>A native generator for a named use.</summary>
    internal RandomStream Stream(string use) => Random.Stream(Name(use), Sample);

    private string Name(string use) => $"bpo/{use}/{Record.Id}/{Record.Prompt}";
}
