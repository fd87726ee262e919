namespace Trainer.Torch.Optim;

/// <summary>Limits the length of a step's gradient.</summary>
public static class GradientClipping
{
    // PyTorch's guard against dividing by 0; it makes the clipped norm a hair smaller than the limit.
    private const double Guard = 1e-6;

    /// <summary>What to multiply a gradient by so that its norm stays within a limit: min(1, maximum / (norm + 1e-6)).</summary>
    /// <param name="norm">Euclidean norm over all weights.</param>
    /// <param name="maximum">Limit above 0; 0 switches clipping off.</param>
    public static double Coefficient(double norm, double maximum) =>
        maximum > 0 ? Math.Min(1, maximum / (norm + Guard)) : 1;
}
