namespace Trainer.Preparation.Common;

/// <summary>How far a file has come. Saved with it, so that a conversion goes on exactly where it stopped.</summary>
public sealed record FileState
{
    /// <summary>Path of the file below the output folder.</summary>
    public required string Name { get; init; }

    /// <summary>What its records are.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether what the units are put together from was read, and its problems taken down.</summary>
    public bool IsGathered { get; set; }

    /// <summary>Whether it is written to its end.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Units of the input that are done.</summary>
    public int Units { get; set; }

    /// <summary>Items that were written.</summary>
    public long Records { get; set; }

    /// <summary>Bytes that were written.</summary>
    public long Bytes { get; set; }

    /// <summary>What was left out on purpose, by reason.</summary>
    public SortedDictionary<string, long> LeftOut { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Problems because of which a record or an element was not written.</summary>
    public long Dropped { get; set; }

    /// <summary>Problems by kind.</summary>
    public SortedDictionary<string, long> Problems { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Records that use a picture of a benchmark, by the benchmark's file.</summary>
    public SortedDictionary<string, long> HeldOut { get; init; } = new(StringComparer.Ordinal);

    internal static void Count(SortedDictionary<string, long> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;
}
