namespace Trainer.Data.Records;

/// <summary>A prompt with several answers, each with a score: what pairs are built from.</summary>
public sealed record CompletionsRecord : IRecord
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>What leads up to the answer; the human speaks last.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>The answers, in the order of the file.</summary>
    public required IReadOnlyList<ScoredAnswer> Completions { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <summary>The pair of two of its answers.</summary>
    /// <param name="chosen">Place of the better one.</param>
    /// <param name="rejected">Place of the worse one.</param>
    public PreferenceRecord Pair(int chosen, int rejected) => new()
    {
        Id = Id,
        Images = Images,
        Turns = Turns,
        Chosen = Completions[chosen].Text,
        Rejected = Completions[rejected].Text,
        BetterIsSecond = chosen > rejected,
        Source = Source,
    };
}

/// <summary>An answer and what it is worth.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Score">More is better; the scale is the dataset's own.</param>
public sealed record ScoredAnswer(string Text, double Score);
