using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Cli.Datasets;

/// <summary>A file whose records are shown.</summary>
/// <param name="Records">The records.</param>
/// <param name="ImageDir">Folder that image paths start from.</param>
internal sealed record ShownDataset(IRecordSource<IRecord> Records, string ImageDir)
{
    /// <summary>Those that are trained on.</summary>
    internal IReadOnlyList<int> Positions { get; init; } = [.. Enumerable.Range(0, Records.Count)];

    /// <summary>How often each comes in an epoch.</summary>
    internal double Weight { get; init; } = 1;
}

/// <summary>A record that was drawn.</summary>
/// <param name="Record">The record; null where it can't be read.</param>
/// <param name="Place">Where it stands, or why it can't be read.</param>
/// <param name="ImageDir">Folder that its image paths start from.</param>
internal sealed record DrawnRecord(IRecord? Record, string Place, string ImageDir);
