using Trainer.Torch.Optim;

namespace Trainer.Torch.Tests.Optim;

public sealed class FlatParametersTests
{
    [Fact]
    public void Constructor_KeepsValues_MatricesFirst()
    {
        using var scope = new TensorScope();
        Tensor bias = Tensor.From([1f, 2f]);
        Tensor weight = Tensor.From([3f, 4f, 5f, 6f], 2, 2);

        using var parameters = new FlatParameters([new("bias", bias), new("weight", weight)]);

        Assert.Equal([3f, 4f, 5f, 6f, 1f, 2f], parameters.Values.ToArray<float>());
        Assert.Equal([1f, 2f], bias.ToArray<float>());
        Assert.Equal([2L, 2L], weight.Shape);
        Assert.Equal(4, parameters.Decaying);
    }

    [Fact]
    public void Backward_AccumulatesIntoTheFlatGradients()
    {
        // d/dw Σ (w · x) = x, twice.
        using var scope = new TensorScope();
        Tensor first = Tensor.From([1f, 1f]);
        Tensor second = Tensor.From([1f]);
        using var parameters = new FlatParameters([new("first", first), new("second", second)]);

        for (int pass = 0; pass < 2; pass++)
        {
            ((first * Tensor.From([2f, 3f])).Sum() + (second * 5).Sum()).Backward();
            parameters.CollectGradients();
        }

        Assert.Equal([4f, 6f, 10f], parameters.Gradients.ToArray<float>());
        parameters.ZeroGradients();
        Assert.Equal([0f, 0f], first.Grad!.ToArray<float>());
    }

    [Fact]
    public void Values_ChangedInPlace_AreWhatTheModelSees()
    {
        using var scope = new TensorScope();
        Tensor weight = Tensor.From([1f, 2f]);
        using var parameters = new FlatParameters([new("weight", weight)]);

        using (GradientMode.Off())
        {
            parameters.Values.Fill(7);
        }

        Assert.Equal([7f, 7f], (weight * 1).ToArray<float>());
        Assert.True(weight.RequiresGrad);
    }

    [Fact]
    public void LowPrecision_AccumulatesInFloat32AndFollowsTheMasterCopy()
    {
        // 256 + 1 is 256 in bfloat16: only a Float32 accumulator keeps the small gradient.
        using var scope = new TensorScope();
        Tensor weight = Tensor.From([1f, 1f]).To(DType.BFloat16);
        Tensor norm = Tensor.From([1f]);
        using var parameters = new FlatParameters([new("norm", norm), new("weight", weight)]);
        Tensor large = Tensor.From([256f, 1f]).To(DType.BFloat16);
        Tensor small = Tensor.From([1f, 1f]).To(DType.BFloat16);

        foreach (Tensor factor in new[] { large, small })
        {
            (weight * factor).Sum().Backward();
            parameters.CollectGradients();
        }

        using (GradientMode.Off())
        {
            Assert.Equal([257f, 2f], Gradient(parameters, "weight"));
            parameters.Values.Fill(1.001);
            parameters.PublishValues();
        }

        Assert.Equal(DType.BFloat16, weight.DType);
        Assert.Equal([1f, 1f], weight.ToArray<float>());
        Assert.Equal([1.001f], norm.ToArray<float>());
    }

    [Fact]
    public void Constructor_TwoWeightsOfOneName_Refuses()
    {
        using var scope = new TensorScope();
        TrainableTensor[] tensors = [new("w", Tensor.From([1f])), new("w", Tensor.From([2f]))];

        var error = Assert.Throws<ArgumentException>(() => new FlatParameters(tensors));

        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NothingTrainable_Refuses() =>
        Assert.Contains("Unfreeze", Assert.Throws<ArgumentException>(() => new FlatParameters([])).Message, StringComparison.Ordinal);

    [Fact]
    public void Dispose_LeavesNoTensorBehind()
    {
        long before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            using var parameters = new FlatParameters([new("w", Tensor.From([1f])), new("b", Tensor.From([1f]).To(DType.BFloat16))]);
            using var optimizer = new AdamW(parameters, new AdamWOptions());
            optimizer.Step(0.1, 1);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static float[] Gradient(FlatParameters parameters, string name) =>
        parameters.ViewsOf(parameters.Gradients).Single(view => view.Name == name).Value.ToArray<float>();
}
