using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>What CHAIR counts; adding up captions first and dividing then makes the corpus-level metrics.</summary>
public readonly record struct ChairCounts : ICounts<ChairCounts>
{
    /// <summary>No captions.</summary>
    public static ChairCounts AdditiveIdentity => default;

    /// <summary>Captions.</summary>
    public long Captions { get; init; }

    /// <summary>Captions with at least one hallucinated mention.</summary>
    public long HallucinatedCaptions { get; init; }

    /// <summary>Mentions of objects, repetitions included.</summary>
    public long Mentions { get; init; }

    /// <summary>Mentions of objects that are not in the picture.</summary>
    public long HallucinatedMentions { get; init; }

    /// <summary>Different true objects that are mentioned.</summary>
    public long FoundObjects { get; init; }

    /// <summary>Different objects in the pictures.</summary>
    public long TrueObjects { get; init; }

    /// <summary>Words and signs.</summary>
    public long Tokens { get; init; }

    /// <summary>CHAIR_s: share of captions that hallucinate.</summary>
    public double? ChairS => Ratio.Of(HallucinatedCaptions, Captions);

    /// <summary>CHAIR_i: share of mentions that are hallucinated.</summary>
    public double? ChairI => Ratio.Of(HallucinatedMentions, Mentions);

    /// <summary>Share of the true objects that are mentioned. A low CHAIR at a low recall only means silence.</summary>
    public double? Recall => Ratio.Of(FoundObjects, TrueObjects);

    /// <summary>Words and signs of a caption on average.</summary>
    public double? MeanLength => Ratio.Of(Tokens, Captions);

    /// <summary>Counts of both.</summary>
    public static ChairCounts operator +(ChairCounts left, ChairCounts right) => new()
    {
        Captions = left.Captions + right.Captions,
        HallucinatedCaptions = left.HallucinatedCaptions + right.HallucinatedCaptions,
        Mentions = left.Mentions + right.Mentions,
        HallucinatedMentions = left.HallucinatedMentions + right.HallucinatedMentions,
        FoundObjects = left.FoundObjects + right.FoundObjects,
        TrueObjects = left.TrueObjects + right.TrueObjects,
        Tokens = left.Tokens + right.Tokens,
    };
}
