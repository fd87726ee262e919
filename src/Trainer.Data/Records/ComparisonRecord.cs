using Trainer.Data.Preferences;

namespace Trainer.Data.Records;

/// <summary>Two answers to one prompt that nobody has compared yet.</summary>
public sealed record ComparisonRecord : IRecord
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>What leads up to the answers; the human speaks last.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>The dataset's own answer; null where it gives none. It is none of the two.</summary>
    public string? Reference { get; init; }

    /// <summary>One answer.</summary>
    public required string First { get; init; }

    /// <summary>The other answer.</summary>
    public required string Second { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <summary>Why nothing can be learnt from the two; null: something can.</summary>
    public RejectionReason? Problem => AnswerRules.ReasonAgainst(First, Second);

    /// <summary>The pair as it is once somebody has chosen.</summary>
    /// <param name="first">Whether the first answer is the better one.</param>
    public PreferenceRecord Prefer(bool first) => new()
    {
        Id = Id,
        Images = Images,
        Turns = Turns,
        Chosen = first ? First : Second,
        Rejected = first ? Second : First,
        BetterIsSecond = !first,
        Source = Source,
    };
}
