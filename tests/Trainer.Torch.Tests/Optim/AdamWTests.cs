using Trainer.Torch.Optim;

namespace Trainer.Torch.Tests.Optim;

public sealed class AdamWTests
{
    [Fact]
    public void Step_FirstStep_MovesEachWeightByTheLearningRate()
    {
        // Bias correction makes the first step lr · g / (|g| + ε): the sign of the gradient times the rate.
        using var scope = new TensorScope();
        using FlatParameters parameters = Flat(("w", Tensor.From([1f, -1f])));
        using var optimizer = new AdamW(parameters, new AdamWOptions());
        parameters.Gradients.CopyFrom(Tensor.From([0.5f, -1.0f]));

        optimizer.Step(learningRate: 0.1, gradientScale: 1);

        AssertClose([0.9, -0.9], parameters.Values, 1e-6);
        Assert.Equal(1, optimizer.StepCount);
    }

    [Fact]
    public void Step_FirstStep_LeavesTheMomentsOfTheReferenceRun()
    {
        // The case ckpt.optimizer_resume of LLaVA-RLHF's reference run: gradient [0.5, -1.0] gives exp_avg [0.05, -0.1].
        using var scope = new TensorScope();
        using FlatParameters parameters = Flat(("w", Tensor.From([1f, -1f])));
        using var optimizer = new AdamW(parameters, new AdamWOptions());
        parameters.Gradients.CopyFrom(Tensor.From([0.5f, -1.0f]));

        optimizer.Step(learningRate: 0.1, gradientScale: 1);

        AssertClose([0.05, -0.1], optimizer.SaveState()["w.first_moment"], 1e-8);
    }

    [Fact]
    public void Step_ManySteps_EqualsTheDoubleReference()
    {
        const int Steps = 20;
        using var scope = new TensorScope();
        Random random = new RandomRoot(5).Managed("adamw");
        float[] start = [.. Enumerable.Range(0, 37).Select(_ => (float)(random.NextDouble() - 0.5))];
        using FlatParameters parameters = Flat(("w", Tensor.From(start, 37, 1)));
        using var optimizer = new AdamW(parameters, new AdamWOptions { WeightDecay = 0.1 });
        var reference = new AdamWReference([.. start.Select(value => (double)value)], weightDecay: 0.1);

        for (int step = 0; step < Steps; step++)
        {
            float[] gradient = [.. start.Select(_ => (float)(random.NextDouble() - 0.4))];
            parameters.Gradients.CopyFrom(Tensor.From(gradient));
            optimizer.Step(learningRate: 0.01, gradientScale: 0.5);
            reference.Step([.. gradient.Select(value => value * 0.5)], learningRate: 0.01);
        }

        AssertClose(reference.Values, parameters.Values, 2e-6);
    }

    [Fact]
    public void Step_WeightDecay_TouchesMatricesOnly()
    {
        // Without a gradient only decay moves a weight: 2 · (1 − 0.5 · 0.1) = 1.9.
        using var scope = new TensorScope();
        Tensor norm = Tensor.From([2f, 2f]);
        Tensor matrix = Tensor.From([2f, 2f], 1, 2);
        using FlatParameters parameters = Flat(("norm", norm), ("matrix", matrix));
        using var optimizer = new AdamW(parameters, new AdamWOptions { WeightDecay = 0.1 });

        optimizer.Step(learningRate: 0.5, gradientScale: 1);

        AssertClose([2, 2], norm, 0);
        AssertClose([1.9, 1.9], matrix, 1e-6);
    }

    [Fact]
    public void Step_ClearsTheGradients()
    {
        using var scope = new TensorScope();
        using FlatParameters parameters = Flat(("w", Tensor.From([1f, 2f])));
        using var optimizer = new AdamW(parameters, new AdamWOptions());
        parameters.Gradients.Fill(3);

        optimizer.Step(learningRate: 0.1, gradientScale: 1);

        AssertClose([0, 0], parameters.Gradients, 0);
    }

    [Fact]
    public void RestoreState_ContinuesBitForBit()
    {
        using var scope = new TensorScope();
        using FlatParameters whole = Flat(("w", Tensor.From([1f, -2f, 3f])));
        using var wholeOptimizer = new AdamW(whole, new AdamWOptions());
        using FlatParameters resumed = Flat(("w", Tensor.From([0f, 0f, 0f])));
        using var resumedOptimizer = new AdamW(resumed, new AdamWOptions());
        Advance(wholeOptimizer, 3);

        var saved = wholeOptimizer.SaveState().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        resumedOptimizer.RestoreState(saved);
        Advance(wholeOptimizer, 4);
        Advance(resumedOptimizer, 4);

        Assert.Equal(whole.Values.ToArray<float>(), resumed.Values.ToArray<float>());
    }

    [Fact]
    public void RestoreState_OtherWeights_ChangesNothingAndSaysWhich()
    {
        using var scope = new TensorScope();
        using FlatParameters parameters = Flat(("w", Tensor.From([1f, 2f])));
        using var optimizer = new AdamW(parameters, new AdamWOptions());
        var state = optimizer.SaveState().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        state["w"].Fill(9);
        state["w.second_moment"] = Tensor.From([1f, 2f, 3f]);

        var error = Assert.Throws<TorchException>(() => optimizer.RestoreState(state));

        Assert.Contains("'w.second_moment'", error.Message, StringComparison.Ordinal);
        AssertClose([1, 2], parameters.Values, 0);
    }

    private static void Advance(AdamW optimizer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            optimizer.Parameters.Gradients.CopyFrom(optimizer.Parameters.Values * 0.3);
            optimizer.Step(learningRate: 0.01, gradientScale: 1);
        }
    }

    private static FlatParameters Flat(params (string Name, Tensor Value)[] tensors) =>
        new([.. tensors.Select(tensor => new TrainableTensor(tensor.Name, tensor.Value))]);

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
