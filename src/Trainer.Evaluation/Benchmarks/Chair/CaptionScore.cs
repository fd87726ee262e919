namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>One caption with what CHAIR found in it.</summary>
/// <param name="ImageId">Number of the picture.</param>
/// <param name="Caption">The text.</param>
/// <param name="Objects">What it mentions, and its length.</param>
/// <param name="Truth">Classes that the picture shows, sorted.</param>
public sealed record CaptionScore(long ImageId, string Caption, CaptionObjects Objects, IReadOnlyList<string> Truth)
{
    /// <summary>Mentions of what the picture does not show, with their places in the text.</summary>
    public IReadOnlyList<ObjectMention> Hallucinated { get; } = [.. Objects.Mentions.Where(mention => !Truth.Contains(mention.NodeWord))];

    /// <summary>Mentions of what it does show.</summary>
    public IReadOnlyList<ObjectMention> Correct { get; } = [.. Objects.Mentions.Where(mention => Truth.Contains(mention.NodeWord))];

    /// <summary>The counts.</summary>
    internal ChairCounts Counts => new()
    {
        Captions = 1,
        HallucinatedCaptions = Hallucinated.Count > 0 ? 1 : 0,
        Mentions = Objects.Mentions.Count,
        HallucinatedMentions = Hallucinated.Count,
        FoundObjects = Correct.Select(mention => mention.NodeWord).Distinct().Count(),
        TrueObjects = Truth.Count,
        Tokens = Objects.TokenCount,
    };
}
