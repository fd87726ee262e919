using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>Scores captions by the objects that they mention and the pictures do not show.</summary>
public static class ChairScorer
{
    /// <summary>The metrics; a low CHAIR at a low recall only means silence, so both are compared.</summary>
    internal static MetricTable<ChairCounts> Metrics { get; } = new(
    [
        new("chair_s", counts => counts.ChairS, HigherIsBetter: false),
        new("chair_i", counts => counts.ChairI, HigherIsBetter: false),
        new("recall", counts => counts.Recall, HigherIsBetter: true),
        new("mean_length", counts => counts.MeanLength, HigherIsBetter: null),
    ]);

    /// <summary>Scores captions.</summary>
    /// <param name="captions">The model's texts.</param>
    /// <param name="truth">What the pictures show.</param>
    /// <param name="bootstrap">Draws for the intervals.</param>
    public static ChairResult Score(IReadOnlyList<ImageCaption> captions, ChairGroundTruth truth, BootstrapOptions bootstrap)
    {
        CaptionScore[] scores = [.. captions.Select(caption => Score(caption, truth))];
        ChairCounts[] images = [.. CountByImage(scores).Values];
        ChairCounts total = images.Aggregate(ChairCounts.AdditiveIdentity, (sum, image) => sum + image);
        return new ChairResult
        {
            N = captions.Count,
            Lemmatiser = RuleLemmatiser.Name,
            ChairS = total.ChairS,
            ChairI = total.ChairI,
            Recall = total.Recall,
            MeanLength = total.MeanLength,
            Ci95 = Metrics.Intervals(images, bootstrap),
            HallucinatedCaptions = total.HallucinatedCaptions,
            HallucinatedMentions = total.HallucinatedMentions,
            Mentions = total.Mentions,
            Captions = scores,
        };
    }

    /// <summary>Scores one caption.</summary>
    public static CaptionScore Score(ImageCaption caption, ChairGroundTruth truth) => new(
        caption.ImageId, caption.Caption, CaptionObjects.Find(caption.Caption), [.. truth[caption.ImageId].Order(StringComparer.Ordinal)]);

    /// <summary>Counts of each picture, in the order of their first captions; what paired comparisons start from.</summary>
    public static IReadOnlyDictionary<long, ChairCounts> CountByImage(IEnumerable<CaptionScore> scores)
    {
        var counts = new OrderedDictionary<long, ChairCounts>();
        foreach (CaptionScore score in scores)
        {
            counts[score.ImageId] = counts.GetValueOrDefault(score.ImageId) + score.Counts;
        }

        return counts;
    }
}
