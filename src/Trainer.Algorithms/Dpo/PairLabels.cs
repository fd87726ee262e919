using Trainer.Algorithms.Common;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.Data.Batches;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo;

/// <summary>The scored tokens of a batch's answers, in the order: all chosen answers, then all rejected ones.</summary>
internal static class PairLabels
{
    /// <summary>Where they are; answer a of side s is row <c>s · pairs + a</c>.</summary>
    /// <param name="sides">Chosen, or chosen and rejected.</param>
    /// <param name="pairs">Pairs in the batch.</param>
    /// <param name="time">Tokens of a row.</param>
    /// <param name="device">Where the states that predict them will be.</param>
    internal static LabelPositions Of(IReadOnlyList<AnswerLabels> sides, int pairs, long time, Device device)
    {
        long[] states = [.. sides.SelectMany(side => side.Rows.Zip(side.Places, (row, place) => (row * time) + place))];
        long[] targets = [.. sides.SelectMany(side => side.Targets)];
        int[] answers = [.. sides.SelectMany((side, index) => side.Pairs.Select(pair => (index * pairs) + pair))];
        return new LabelPositions(Tensor.From(states).To(device), Tensor.From(targets).To(device), answers);
    }

    /// <summary>DDPO's weights of the same tokens: γ where a pair's answers differ, else 1.</summary>
    internal static float[] Weights(PreferenceBatch batch, double gamma)
    {
        ILookup<int, long> chosen = ByPair(batch.Chosen);
        ILookup<int, long> rejected = ByPair(batch.Rejected);
        ChangedTokens[] changes = [.. Enumerable.Range(0, batch.Samples).Select(pair => ChangedSegments.Find([.. chosen[pair]], [.. rejected[pair]]))];
        return ChangedSegments.Weights(changes.SelectMany(change => change.Chosen).Concat(changes.SelectMany(change => change.Rejected)), gamma);
    }

    private static ILookup<int, long> ByPair(AnswerLabels labels) =>
        labels.Pairs.Zip(labels.Targets).ToLookup(label => label.First, label => label.Second);
}
