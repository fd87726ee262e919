using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>
/// The forward noise of a diffusion process on CLIP-normalised pictures, unclamped: visual contrastive decoding (arXiv:2311.16922, eq. 1)
/// and bootstrapped preferences (arXiv:2403.08730) take the picture's signal away with it. Even the last step keeps some.
/// </summary>
public sealed class DiffusionNoise
{
    /// <summary>Steps of the schedule that methods use.</summary>
    public const int StandardSteps = 1000;

    /// <summary>Steps of the finer schedule of BPO's probing figure. A step of one schedule is not a step of the other.</summary>
    public const int ProbingSteps = 2001;

    private const double Reach = 6;
    private const double LowestBeta = 1e-5;
    private const double HighestBeta = 5e-3;

    private readonly double[] signalShares;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">Its length T, at least 2.</param>
    public DiffusionNoise(int steps = StandardSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        signalShares = new double[steps];
        double share = 1;
        for (int step = 0; step < steps; step++)
        {
            share *= 1 - Beta(step);
            signalShares[step] = share;
        }
    }

    /// <summary>Steps of the schedule; the last one is <c>Steps − 1</c>.</summary>
    public int Steps => signalShares.Length;

    /// <summary>β: variance of the noise that one step adds, a sigmoid over −6 to 6 from 0.00001 to 0.005.</summary>
    /// <param name="step">From 0 to <see cref="Steps"/> − 1.</param>
    public double Beta(int step)
    {
        double place = -Reach + (2 * Reach * Checked(step) / (Steps - 1));
        return ((HighestBeta - LowestBeta) / (1 + Math.Exp(-place))) + LowestBeta;
    }

    /// <summary>ᾱ: the share of the variance that is still the picture's, the product of 1 − β up to and including the step.</summary>
    /// <param name="step">From 0 to <see cref="Steps"/> − 1.</param>
    public double SignalShare(int step) => signalShares[Checked(step)];

    /// <summary>A picture as it is at a step: √ᾱ · x + √(1 − ᾱ) · ε with fresh ε.</summary>
    /// <param name="pixels">Normalised pixels, any shape.</param>
    /// <param name="step">From 0 to <see cref="Steps"/> − 1.</param>
    /// <param name="stream">Draws ε; on the pixels' device.</param>
    public Tensor Apply(Tensor pixels, int step, RandomStream stream)
    {
        using var scope = new TensorScope();
        Tensor noise = Tensor.Normal(new Placement(pixels.Device, DType.Float32), stream, pixels.Shape);
        return scope.Keep(Apply(pixels, step, noise));
    }

    /// <summary>A picture as it is at a step, with given standard normal noise.</summary>
    /// <param name="pixels">Normalised pixels, any shape.</param>
    /// <param name="step">From 0 to <see cref="Steps"/> − 1.</param>
    /// <param name="noise">ε, of the pixels' shape.</param>
    /// <returns>Of the pixels' element type.</returns>
    public Tensor Apply(Tensor pixels, int step, Tensor noise)
    {
        double share = SignalShare(step);
        return ((pixels * Math.Sqrt(share)) + (noise * Math.Sqrt(1 - share))).To(pixels.DType);
    }

    private int Checked(int step) => step >= 0 && step < Steps
        ? step
        : throw new ArgumentOutOfRangeException(nameof(step), step, $"A noise step is from 0 to {Steps - 1}.");
}
