using Trainer.Torch;

namespace Trainer.Modeling.Attention;

/// <summary>Is shown the attention weights of chosen layers. Those layers then run in composed form.</summary>
public interface IAttentionObserver
{
    /// <summary>Whether a layer's weights are wanted.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="layers">How many there are.</param>
    bool Wants(int layer, int layers);

    /// <summary>Receives the weights of one layer. They are freed when the layer is done: release from their scope what is to stay.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="weights">Float32 [batch, heads, queries, keys]; rows sum to 1. Query i stands at key <c>keys − queries + i</c>.</param>
    void Observe(int layer, Tensor weights);
}
