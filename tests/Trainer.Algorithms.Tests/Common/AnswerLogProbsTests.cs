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
        Tensor hidden = Tensor.From([0f, MathF.Log(3), 9f, 9f], 1, 2, 2);
        LabelPositions positions = LabelPositions.Of(Tensor.From([-100L, 1], 1, 2), Device.Cpu);

        Tensor logProbs = AnswerLogProbs.Compute(hidden, positions, states => states, blockRows: 100);

        Assert.Equal(Math.Log(0.75), logProbs.Item(), 1e-6);
    }

    // Case ppo.logprobs of LLaVA-RLHF's reference run: logits by slot, the last of which is padding, whose log-probability is 0 there.
    [Fact]
    public void Compute_GoldenRollout_GivesLogProbsOfItsTokens()
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of("ppo.logprobs");
        double[] labels = golden.Numbers("labels");
        var positions = new LabelPositions(Tensor.From([0L, 1]), Tensor.From([(long)labels[0], (long)labels[1]]), [0, 0]);

        Tensor logProbs = AnswerLogProbs.Compute(golden.Tensor("logits"), positions, states => states, blockRows: 100);

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
        Tensor hidden = Tensor.Normal(Placement.CpuFloat, stream, 2, 6, 5);
        Tensor head = Tensor.Normal(Placement.CpuFloat, stream, 7, 5);
        LabelPositions positions = LabelPositions.Of(Tensor.From([-100L, 1, 2, 3, 4, 5, -100, -100, 6, 0, 1, -100], 2, 6), Device.Cpu);

        (float[] expected, float[] expectedGradient) = Run(hidden, head, positions, blockRows: 100);
        (float[] values, float[] gradient) = Run(hidden, head, positions, blockRows);

        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(expectedGradient.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void CountHits_CountsLikeliestTokens()
    {
        // Three states whose largest entries are 0, 1, 1; the labels are 0, 1, 0.
        using var scope = new TensorScope();
        Tensor hidden = Tensor.From([2f, 1f, 0f, 3f, 0f, 1f, 0f, 0f], 1, 4, 2);
        LabelPositions positions = LabelPositions.Of(Tensor.From([-100L, 0, 1, 0], 1, 4), Device.Cpu);

        Assert.Equal(2, AnswerLogProbs.CountHits(hidden, positions, states => states, blockRows: 2).Item());
    }

    private static (float[] Values, float[] Gradient) Run(Tensor hidden, Tensor head, LabelPositions positions, int blockRows)
    {
        Tensor leaf = hidden.Clone();
        leaf.RequiresGrad = true;
        Tensor weight = head.Clone();
        weight.RequiresGrad = true;
        Tensor logProbs = AnswerLogProbs.Compute(leaf, positions, states => Functional.Linear(states, weight), blockRows);
        logProbs.Sum().Backward();
        return (logProbs.ToArray<float>(), [.. leaf.Grad!.ToArray<float>(), .. weight.Grad!.ToArray<float>()]);
    }
}
