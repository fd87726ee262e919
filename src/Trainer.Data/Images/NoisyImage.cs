using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Data.Images;

/// <summary>Takes a picture's signal away with diffusion noise, as bootstrapped preferences weaken it: arXiv:2403.08730.</summary>
/// <param name="step">Step of the standard schedule, 0 to 999; more shows less.</param>
/// <param name="random">The run's randomness.</param>
public sealed class NoisyImage(int step, RandomRoot random) : IImageWeakening
{
    private readonly DiffusionNoise noise = new();

    /// <inheritdoc/>
    public float[] Weaken(float[] pixels, string name)
    {
        using var scope = new TensorScope();
        using RandomStream stream = random.Stream($"noise/{name}");
        return noise.Apply(Tensor.From(pixels), step, stream).ToArray<float>();
    }
}
