namespace Trainer.Algorithms.Common.Planning;

/// <summary>How much memory a run takes on the model's device, phase by phase.</summary>
/// <param name="Phases">In the order in which they come.</param>
/// <param name="Batch">The largest micro-batch.</param>
public sealed record MemoryPlan(IReadOnlyList<MemoryPhase> Phases, BatchShape Batch)
{
    /// <summary>Puts phases together.</summary>
    /// <param name="held">What is there throughout. Items of one name are added up.</param>
    /// <param name="phases">What each phase takes beyond that.</param>
    /// <param name="batch">The largest micro-batch.</param>
    public static MemoryPlan Of(IEnumerable<MemoryItem> held, IEnumerable<(string Name, IEnumerable<MemoryItem> Items)> phases, BatchShape batch)
    {
        MemoryItem[] always = [.. held];
        return new MemoryPlan([.. phases.Select(phase => new MemoryPhase(phase.Name, Sum(always.Concat(phase.Items))))], batch);
    }

    /// <summary>Bytes of the phase that takes most.</summary>
    public long Peak => Phases.Max(phase => phase.Total);

    private static MemoryItem[] Sum(IEnumerable<MemoryItem> items) =>
        [.. items.GroupBy(item => item.Name, (name, same) => new MemoryItem(name, same.Sum(item => item.Bytes))).Where(item => item.Bytes > 0)];
}

/// <summary>What exists at one time.</summary>
/// <param name="Name">What is done then.</param>
/// <param name="Items">Each thing by its name.</param>
public sealed record MemoryPhase(string Name, IReadOnlyList<MemoryItem> Items)
{
    /// <summary>Bytes in all.</summary>
    public long Total => Items.Sum(item => item.Bytes);
}

/// <summary>One thing that takes memory.</summary>
/// <param name="Name">What it is; the same in every phase.</param>
/// <param name="Bytes">How much it takes.</param>
public readonly record struct MemoryItem(string Name, long Bytes);
