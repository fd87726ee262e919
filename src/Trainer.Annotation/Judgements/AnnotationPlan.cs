using Trainer.Torch;

namespace Trainer.Annotation.Judgements;

/// <summary>Who is shown which pairs, and on which side each answer stands: all drawn by the seed.</summary>
internal sealed class AnnotationPlan
{
    private readonly RandomRoot random;
    private readonly HashSet<int> shared;

    /// <summary>Makes a plan.</summary>
    /// <param name="items">Number of pairs.</param>
    /// <param name="options">Seed and share.</param>
    internal AnnotationPlan(int items, AnnotationOptions options)
    {
        random = new RandomRoot(options.Seed);
        int[] order = [.. Enumerable.Range(0, items)];
        random.Managed("annotate/overlap").Shuffle(order);
        shared = [.. order.Take((int)Math.Round(options.Overlap * items))];
    }

    /// <summary>Whether everybody is shown the pair; the others are for one annotator each.</summary>
    internal bool IsShared(int item) => shared.Contains(item);

    /// <summary>The answer on the left, which differs from annotator to annotator, so that sides say nothing about answers.</summary>
    internal Choice LeftOf(string annotator, int item) =>
        random.Managed($"annotate/side/{annotator}", item).Next(2) == 0 ? Choice.First : Choice.Second;
}

/// <summary>How pairs are shared out.</summary>
public sealed record AnnotationOptions
{
    /// <summary>Share of the pairs that every annotator judges, 0 to 1; without any, agreement can't be measured.</summary>
    public double Overlap { get; init; } = 0.1;

    /// <summary>Root of the draws: which pairs are shared, and which answer stands on the left.</summary>
    public ulong Seed { get; init; } = 17;
}
