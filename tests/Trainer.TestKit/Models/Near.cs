using Trainer.Torch;
using Xunit;

namespace Trainer.TestKit.Models;

/// <summary>Comparison of tensors with expected numbers.</summary>
public static class Near
{
    /// <summary>Requires that no element differs by more than <paramref name="tolerance"/>.</summary>
    public static void Equal(IReadOnlyList<double> expected, Tensor actual, double tolerance = 1e-5)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Count, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"Element {i} of {actual} is {values[i]}, expected {expected[i]} ± {tolerance}.");
        }
    }

    /// <summary>Requires that no element differs by more than <paramref name="tolerance"/>.</summary>
    public static void Equal(Tensor expected, Tensor actual, double tolerance = 1e-5) => Equal(expected.ToArray<double>(), actual, tolerance);
}
