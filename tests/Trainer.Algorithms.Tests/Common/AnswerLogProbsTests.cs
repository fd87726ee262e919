using Trainer.Algorithms.Common;
using Trainer.Algorithms.Tests.Ppo;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Common;

public sealed class AnswerLogProbsTests
{
    [Fact]
    public void Compute_HandWorkedLogits_GivesLogSoftmax()
    {
        // The projection is the identity. State [0, ln 3] gives softmax [1/4, 3/4]; the label is token 1.
        using var scope = new TensorScope();
        Tensor logProbs = AnswerLogProbs.Compute(Tensor.From([0f, MathF.Log(3)], 1, 2), Tensor.From([1L]), states => states, blockRows: 100);

        Assert.Equal(Math.Log(0.75), logProbs.Item(), 1e-6);
    }

    // Case ppo.logprobs of LLaVA-RLHF's reference run: logits by slot, the last of which is padding, whose log-probability is 0 there.
    [Fact]
    public void Compute_GoldenRollout_GivesLogProbsOfItsTokens()
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of("ppo.logprobs");
        double[] labels = golden.Numbers("labels");
        Tensor targets = Tensor.From([(long)labels[0], (long)labels[1]]);
        Tensor logits = golden.Tensor("logits").Select(0, 0).Narrow(0, 0, 2);

        Tensor logProbs = AnswerLogProbs.Compute(logits, targets, states => states, blockRows: 100);

        Near.Equal(golden.Expected("logprobs")[..2], logProbs, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void Compute_Blocks_ChangeNeitherValuesNorGradients(int blockRows)
    {
        using var scope = new TensorScope();
        using var stream = new RandomStream(1);
        Tensor states = Tensor.Normal(Placement.CpuFloat, stream, 8, 5);
        Tensor head = Tensor.Normal(Placement.CpuFloat, stream, 7, 5);
        Tensor targets = Tensor.From([1L, 2, 3, 4, 5, 6, 0, 1]);

        (float[] expected, float[] expectedGradient) = Run(states, head, targets, blockRows: 100);
        (float[] values, float[] gradient) = Run(states, head, targets, blockRows);

        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(expectedGradient.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void CountHits_CountsLikeliestTokens()
    {
        // Three states whose largest entries are 0, 1, 1; the labels are 0, 1, 0.
        using var scope = new TensorScope();
        Tensor states = Tensor.From([2f, 1f, 0f, 3f, 0f, 1f], 3, 2);

        Assert.Equal(2, AnswerLogProbs.CountHits(states, Tensor.From([0L, 1, 0]), all => all, blockRows: 2).Item());
    }

    private static (float[] Values, float[] Gradient) Run(Tensor states, Tensor head, Tensor targets, int blockRows)
    {
        Tensor leaf = states.Clone();
        leaf.RequiresGrad = true;
        Tensor weight = head.Clone();
        weight.RequiresGrad = true;
        Tensor logProbs = AnswerLogProbs.Compute(leaf, targets, block => Functional.Linear(block, weight), blockRows);
        logProbs.Sum().Backward();
        return (logProbs.ToArray<float>(), [.. leaf.Grad!.ToArray<float>(), .. weight.Grad!.ToArray<float>()]);
    }
}
