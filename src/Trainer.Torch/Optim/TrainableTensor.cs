namespace Trainer.Torch.Optim;

/// <summary>A weight that an optimiser may change.</summary>
/// <param name="Name">Name under which its state is saved; unique among the weights of a run.</param>
/// <param name="Value">The tensor that the model computes with: Float32, BFloat16 or Float16, a leaf of the graph.</param>
public sealed record TrainableTensor(string Name, Tensor Value)
{
    /// <summary>
    /// Whether weight decay applies. Matrices and tables decay; vectors (norm weights and biases) do not, as is usual
    /// since GPT-2: a norm's weight belongs near 1, and a bias has no scale to limit.
    /// </summary>
    public bool Decays => Value.Rank >= 2;

    /// <summary>Whether the optimiser keeps a Float32 copy of it.</summary>
    public bool IsLowPrecision => Value.DType != DType.Float32;
}
