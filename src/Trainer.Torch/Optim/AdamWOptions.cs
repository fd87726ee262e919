namespace Trainer.Torch.Optim;

/// <summary>Settings of <see cref="AdamW"/>. The defaults are PyTorch's, but for no weight decay.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the running mean of gradients (β₁), in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients (β₂), in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment (ε), above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of a weight, times the learning rate, that each step takes off (λ), at least 0.</summary>
    public double WeightDecay { get; init; }
}
