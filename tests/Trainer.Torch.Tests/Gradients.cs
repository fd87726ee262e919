namespace Trainer.Torch.Tests;

/// <summary>Compares a fused operator with its composed form, values and gradients, in one call.</summary>
internal static class Gradients
{
    /// <summary>Runs a function of several tensors in Float32 and in Float64 and demands equal results and gradients.</summary>
    /// <remarks>Float64 takes the composed form, so this holds the fast loop against plain ATen arithmetic.</remarks>
    internal static void AssertFusedEqualsComposed(Func<Tensor[], Tensor> function, double tolerance, params Tensor[] inputs)
    {
        using var scope = new TensorScope();
        Tensor[] single = Leaves(inputs, DType.Float32);
        Tensor[] wide = Leaves(inputs, DType.Float64);
        Tensor fast = function(single);
        Tensor plain = function(wide);
        AssertClose(plain, fast, tolerance);

        using var stream = new RandomStream(5);
        Tensor weights = Tensor.Normal(Placement.CpuFloat, stream, plain.Shape);
        (fast * weights).Sum().Backward();
        (plain * weights.To(DType.Float64)).Sum().Backward();
        for (int i = 0; i < inputs.Length; i++)
        {
            AssertClose(wide[i].Grad!, single[i].Grad!, tolerance);
        }
    }

    internal static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] left = expected.ToArray<double>();
        double[] right = actual.ToArray<double>();
        for (int i = 0; i < left.Length; i++)
        {
            Assert.True(Math.Abs(left[i] - right[i]) <= tolerance * (1 + Math.Abs(left[i])), $"element {i}: expected {left[i]}, got {right[i]}");
        }
    }

    private static Tensor[] Leaves(Tensor[] inputs, DType type) => [.. inputs.Select(input =>
    {
        Tensor leaf = input.To(type).Clone().Detach();
        leaf.RequiresGrad = true;
        return leaf;
    })];
}
