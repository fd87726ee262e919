namespace Trainer.Torch.Tests.Autograd;

public sealed class AutogradTests : IDisposable
{
    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Backward_ProductOfTwoLeaves_GivesEachTheOther()
    {
        Tensor left = Leaf(2, 3);
        Tensor right = Leaf(5, 7);
        (left * right).Sum().Backward();
        Assert.Equal([5f, 7f], left.Grad!.ToArray<float>());
        Assert.Equal([2f, 3f], right.Grad!.ToArray<float>());
    }

    [Fact]
    public void GradientMode_Off_RecordsNothingAndIsRestored()
    {
        Tensor leaf = Leaf(2);
        using (GradientMode.Off())
        {
            Assert.False((leaf * 2).RequiresGrad);
        }

        Assert.True((leaf * 2).RequiresGrad);
    }

    [Fact]
    public void Attach_ManagedBackward_RunsAndFeedsItsInputs()
    {
        Tensor input = Leaf(3, 4);
        Tensor output = Square(input, gradient => gradient * 2 * input.Detach());
        (output * 10).Sum().Backward();
        Assert.Equal([60f, 80f], input.Grad!.ToArray<float>());
    }

    [Fact]
    public void Attach_BackwardThatThrows_SurfacesItsMessage()
    {
        Tensor output = Square(Leaf(1), _ => throw new InvalidOperationException("the reason"));
        var error = Assert.Throws<TorchException>(() => output.Sum().Backward());
        Assert.Contains("the reason", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_ManyPasses_LeakNothing()
    {
        long before = TensorScope.LiveTensors;
        for (int i = 0; i < 50; i++)
        {
            using var inner = new TensorScope();
            Tensor input = Leaf(3, 4);
            Square(input, gradient => gradient * 2).Sum().Backward();
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Run_CheckpointedBlock_GivesTheSameGradients()
    {
        using var stream = new RandomStream(1);
        Tensor weight = Tensor.Normal(Placement.CpuFloat, stream, 4, 4);
        Tensor data = Tensor.Normal(Placement.CpuFloat, stream, 3, 4);
        Tensor[] plain = GradientsOf(weight, data, (block, x) => block(x));
        Tensor[] checkpointed = GradientsOf(weight, data, Checkpoint.Run);
        Gradients.AssertClose(plain[0], checkpointed[0], 1e-6);
        Gradients.AssertClose(plain[1], checkpointed[1], 1e-6);
    }

    private static Tensor[] GradientsOf(Tensor weight, Tensor data, Func<Func<Tensor, Tensor>, Tensor, Tensor> run)
    {
        Tensor leaf = weight.Clone().Detach();
        Tensor input = data.Clone().Detach();
        leaf.RequiresGrad = true;
        input.RequiresGrad = true;
        run(x => x.MatMul(leaf).Tanh().MatMul(leaf), input).Pow(2).Sum().Backward();
        return [leaf.Grad!, input.Grad!];
    }

    private static Tensor Square(Tensor input, Func<Tensor, Tensor> backward)
    {
        Tensor output;
        using (GradientMode.Off())
        {
            output = input * input;
        }

        CustomGradient.Attach([input], [output], gradients => [backward(gradients[0]!)]);
        return output;
    }

    private static Tensor Leaf(params float[] values)
    {
        Tensor leaf = Tensor.From(values);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
