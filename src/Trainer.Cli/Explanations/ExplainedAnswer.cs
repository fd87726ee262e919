using System.Text.Json.Serialization;
using Trainer.Decoding.Explanations;
using Trainer.Evaluation.Benchmarks.Chair;

namespace Trainer.Cli.Explanations;

/// <summary>An answer, and why the model gave it.</summary>
internal sealed record ExplainedAnswer
{
    /// <summary>The picture's file; null without one.</summary>
    public required string? ImagePath { get; init; }

    /// <summary>Whether tokens of the picture stand for places in it. Queries that read the whole picture don't.</summary>
    public required bool HasPlaces { get; init; }

    /// <summary>What was asked.</summary>
    public required string Question { get; init; }

    /// <summary>What was said.</summary>
    public required string Answer { get; init; }

    /// <summary>Its tokens, the end of sequence left out.</summary>
    public required IReadOnlyList<ExplainedToken> Tokens { get; init; }

    /// <summary>The objects that it mentions, and which of them the picture has; null where nobody knows.</summary>
    [JsonIgnore]
    internal CaptionScore? Objects { get; init; }

    /// <summary>Places of the tokens that the most others lean on.</summary>
    /// <param name="span">For how many tokens.</param>
    internal IReadOnlyList<int> Summaries(int span) => SummaryTokens.Of(Tokens.Select(token => token.Why), span);

    /// <summary>What seeing the picture adds to a mention: the mean over its tokens, nats.</summary>
    internal double SeenOf(ObjectMention mention) => Tokens.Where(token => token.Touches(mention.Start, mention.Length)).Select(token => token.Why.Seen).DefaultIfEmpty(0).Average();
}
