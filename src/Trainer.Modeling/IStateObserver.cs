using Trainer.Torch;

namespace Trainer.Modeling;

/// <summary>Is shown the language model's states between its blocks.</summary>
public interface IStateObserver
{
    /// <summary>Whether the states before a block are wanted.</summary>
    /// <param name="layer">From 0, where they are the embeddings.</param>
    bool Wants(int layer);

    /// <summary>Receives the states before a block. They are freed when the block is done: release from their scope what is to stay.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="states">[batch, length, hidden], not normalised.</param>
    void Observe(int layer, Tensor states);
}
