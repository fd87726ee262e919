using Trainer.Data.Rewards;

namespace Trainer.Data.Records;

/// <summary>A question without an answer: the record of generation and of reinforcement learning.</summary>
public sealed record PromptRecord : IRecord
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The conversation so far; the human speaks last.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <summary>What kind of question it is, for rewards that know the truth.</summary>
    public CaptionType CaptionType { get; init; } = CaptionType.General;

    /// <summary>Factor of this record's length term; negative ones reward length.</summary>
    public double LengthBonus { get; init; } = 1;
}
