using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Losses;

/// <summary>Gradients by finite differences, in Float64.</summary>
internal static class Slopes
{
    private const double Step = 1e-6;

    /// <summary>Requires that the gradient of a loss is the slope of the loss at each element.</summary>
    public static void Equal(double[] point, Func<Tensor, Tensor> loss)
    {
        Tensor leaf = Tensor.From(point, 2, point.Length / 2);
        leaf.RequiresGrad = true;
        loss(leaf).Backward();
        double[] gradient = leaf.Grad!.ToArray<double>();
        using var mode = GradientMode.Off();
        for (int i = 0; i < point.Length; i++)
        {
            double slope = (Shifted(i, Step) - Shifted(i, -Step)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-6);
        }

        double Shifted(int index, double shift)
        {
            double[] moved = [.. point];
            moved[index] += shift;
            return loss(Tensor.From(moved, 2, point.Length / 2)).Item();
        }
    }
}
