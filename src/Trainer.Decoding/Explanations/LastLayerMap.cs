using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding.Explanations;

/// <summary>Keeps the last layer's attention of one text: the mean over heads, which sums to 1, and the maximum, which OPERA goes by.</summary>
internal sealed class LastLayerMap : IAttentionObserver
{
    private float[] mean = [];
    private float[] most = [];
    private int length;

    public bool Wants(int layer, int layers) => layer == layers - 1;

    public void Observe(int layer, Tensor weights)
    {
        length = (int)weights.Size(3);
        mean = weights.Mean(1).ToArray<float>();
        most = weights.Max(1).ToArray<float>();
    }

    /// <summary>Where the token at a place looks on average, itself last.</summary>
    internal ReadOnlySpan<float> Mean(int place) => mean.AsSpan(place * length, place + 1);

    /// <summary>The same of the head that looks there most.</summary>
    internal ReadOnlySpan<float> Most(int place) => most.AsSpan(place * length, place + 1);
}
