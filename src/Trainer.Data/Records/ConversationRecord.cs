namespace Trainer.Data.Records;

/// <summary>A conversation about pictures, to imitate: the record of supervised fine-tuning.</summary>
public sealed record ConversationRecord : IRecord
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Human and model in turn, after at most one system turn; the model speaks last.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <summary>Factor of this record's loss.</summary>
    public double Weight { get; init; } = 1;
}
