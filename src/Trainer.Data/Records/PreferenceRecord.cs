namespace Trainer.Data.Records;

/// <summary>Two answers to one prompt, of which one is better: the record of reward models and of direct preference optimisation.</summary>
public sealed record PreferenceRecord : IRecord
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>What leads up to the answer; the human speaks last.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>The better answer.</summary>
    public required string Chosen { get; init; }

    /// <summary>The worse answer.</summary>
    public required string Rejected { get; init; }

    /// <summary>Whether the file lists the better answer second. Formats without such an order list it first.</summary>
    public bool BetterIsSecond { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }
}
