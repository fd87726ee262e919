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
/// <param name="pick">The states that may be wanted, [rows, hidden], from all of a pass, [batch, length, hidden].</param>
internal sealed class EarlyScores(LlavaModel model, LayerContrast contrast, Func<Tensor, Tensor> pick) : IStateObserver, IDisposable
{
    private readonly Dictionary<int, Tensor> kept = [];

    public bool Wants(int layer) => contrast.Layers.Contains(layer);

    public void Observe(int layer, Tensor states)
    {
        using var scope = new TensorScope();
        kept.GetValueOrDefault(layer)?.Dispose();
        kept[layer] = TensorScope.Release(pick(states).Clone());
    }

    /// <summary>The last layer's scores against the early ones of the same pass.</summary>
    /// <param name="final">[rows, vocabulary].</param>
    /// <param name="places">Which of the picked states they belong to; null: all of them, in order.</param>
    internal Tensor Combine(Tensor final, long[]? places)
    {
        using var scope = new TensorScope();
        Tensor early = Tensor.Stack(0, [.. contrast.Layers.Select(layer => places is null ? kept[layer] : kept[layer].CopyRows(places))]);
        return scope.Keep(contrast.Combine(final.To(DType.Float32), model.Logits(early).To(DType.Float32)));
    }

    public void Dispose()
    {
        foreach (Tensor states in kept.Values)
        {
            states.Dispose();
        }
    }
}
