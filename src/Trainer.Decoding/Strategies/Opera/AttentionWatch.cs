using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding.Strategies.Opera;

/// <summary>Keeps what the last layer of the last pass looked at: of every token the largest weight among the heads.</summary>
internal sealed class AttentionWatch : IAttentionObserver
{
    private AttentionGlimpse? last;

    /// <summary>Whether to look. Prompts are not looked at: their columns play no part.</summary>
    internal bool IsOpen { get; set; }

    public bool Wants(int layer, int layers) => IsOpen && layer == layers - 1;

    public void Observe(int layer, Tensor weights)
    {
        Tensor most = weights.Max(1);
        last = new AttentionGlimpse(most.ToArray<float>(), (int)most.Size(0), (int)most.Size(1), (int)most.Size(2));
    }

    /// <summary>What was seen since the last call; null: nothing was read.</summary>
    internal AttentionGlimpse? Take()
    {
        AttentionGlimpse? seen = last;
        last = null;
        return seen;
    }
}

/// <summary>Weights of tokens that were read together.</summary>
/// <param name="Weights">[rows, queries, keys]; the tokens stand at the last keys, and see themselves and what lies before all of them.</param>
/// <param name="Rows">Rows that were read; of a contrasted row its branches too, behind it.</param>
/// <param name="Queries">Tokens of each row.</param>
/// <param name="Keys">Their keys.</param>
internal sealed record AttentionGlimpse(float[] Weights, int Rows, int Queries, int Keys)
{
    /// <summary>Where one token looks.</summary>
    /// <param name="place">Row and query, from 0.</param>
    /// <param name="rows">Rows that the strategy sees.</param>
    /// <param name="before">Tokens of prompt and answer before it.</param>
    /// <param name="isImage">For each token of the prompt, whether it belongs to a picture.</param>
    internal AttentionRow Row((int Row, int Query) place, int rows, int before, ReadOnlySpan<bool> isImage)
    {
        int common = Keys - Queries;
        int read = place.Row * (Rows / rows);
        ReadOnlySpan<float> own = Weights.AsSpan(((read * Queries) + place.Query) * Keys, Keys);
        return AttentionRow.Of(own[(common - before)..common], own[common + place.Query], isImage);
    }
}
