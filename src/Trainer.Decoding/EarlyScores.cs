using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>
/// What early layers of a model say about the next token. Their states go through the output projection as they are, without the final
/// normalisation, as in released code.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="contrast">Which layers, and how they are weighed.</param>
/// <param name="pick">The states that scores are wanted of, [rows, hidden], from all of a pass, [batch, length, hidden].</param>
internal sealed class EarlyScores(LlavaModel model, LayerContrast contrast, Func<Tensor, Tensor> pick) : IStateObserver
{
    private readonly Dictionary<int, Tensor> scores = [];

    public bool Wants(int layer) => contrast.Layers.Contains(layer);

    public void Observe(int layer, Tensor states)
    {
        using var scope = new TensorScope();
        scores[layer] = TensorScope.Release(model.Logits(pick(states)).To(DType.Float32));
    }

    /// <summary>The last layer's scores against the early ones of the same pass, which are freed.</summary>
    /// <param name="final">[rows, vocabulary].</param>
    internal Tensor Combine(Tensor final)
    {
        using var scope = new TensorScope();
        Tensor early = Tensor.Stack(0, [.. contrast.Layers.Select(layer => scores[layer])]);
        foreach (Tensor used in scores.Values)
        {
            used.Dispose();
        }

        scores.Clear();
        return scope.Keep(contrast.Combine(final.To(DType.Float32), early));
    }
}
