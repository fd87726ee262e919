using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>
/// Weighs each next token against what an earlier layer would say: decoding by contrasting layers (DoLa, arXiv:2309.03883). Of some
/// early layers each row takes the one that differs most from the last. Works under every strategy.
/// </summary>
public sealed record LayerContrast
{
    /// <summary>Early layers to choose from, each the number of blocks behind which it reads; 0 reads the embeddings.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Tokens below this share of the likeliest one's probability are ruled out.</summary>
    public double RelativeTop { get; init; } = 0.1;

    /// <summary>The layers that the paper takes of the lower half of a model: every second one, from the embeddings on.</summary>
    /// <param name="layers">Layers of the model; of 32 these are 0, 2, …, 14.</param>
    public static IReadOnlyList<int> LowerHalf(int layers) => [.. Enumerable.Range(0, Math.Max(1, layers / 2)).Where(layer => layer % 2 == 0)];

    /// <summary>log q_N − log q_M where the last layer finds a token plausible, else −∞; M differs most from N in each row: eq. 4 to 6.</summary>
    /// <param name="final">Scores of the last layer, [rows, vocabulary].</param>
    /// <param name="early">Scores of the early layers, [layers, rows, vocabulary].</param>
    public Tensor Combine(Tensor final, Tensor early)
    {
        Tensor last = final.LogSoftmax(-1);
        Tensor others = early.LogSoftmax(-1);
        Tensor chosen = Divergence(last, others).ArgMax(0).View(1, -1, 1).Expand(1, last.Size(0), last.Size(1));
        Tensor implausible = last.Lt(last.Max(-1, keepDimension: true) + Math.Log(RelativeTop));
        return (last - others.Gather(0, chosen).Squeeze(0)).MaskedFill(implausible, double.NegativeInfinity);
    }

    /// <summary>Jensen–Shannon divergence of each early layer from the last, averaged over the vocabulary as released code does.</summary>
    /// <param name="final">Log-probabilities of the last layer, [rows, vocabulary].</param>
    /// <param name="early">Log-probabilities of the early layers, [layers, rows, vocabulary].</param>
    /// <returns>[layers, rows].</returns>
    public static Tensor Divergence(Tensor final, Tensor early)
    {
        Tensor middle = (final.Exp() + early.Exp()) * 0.5;
        Tensor twice = middle.Log() * 2;
        return (middle * (twice - final - early)).Mean(-1) * 0.5;
    }
}
