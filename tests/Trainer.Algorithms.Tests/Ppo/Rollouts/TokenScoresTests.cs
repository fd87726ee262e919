using Trainer.Algorithms.Common;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Batches;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

public sealed class TokenScoresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void Compute_AnyBlocks_GivesLogProbsAndEntropies(int blockRows)
    {
        // Three states, whose projection is the state itself.
        using var scope = new TensorScope();
        Tensor states = Tensor.From<float>([0, 0, 1, 0, 0, 2], 3, 2);

        TokenScores scores = TokenScores.Compute(states, Tensor.From<long>([0, 1, 1]), x => x, blockRows);

        Assert.Equal([Math.Log(0.5), Math.Log(1 / (1 + Math.E)), Math.Log(Math.E * Math.E / (1 + (Math.E * Math.E)))], scores.LogProbs.ToArray<float>().Select(x => (double)x), Near);
        Assert.Equal([Entropy(0.5), Entropy(1 / (1 + Math.E)), Entropy(1 / (1 + (Math.E * Math.E)))], scores.Entropies.ToArray<float>().Select(x => (double)x), Near);
    }

    // Cases ppo.policy_forward: logits by slot, shifted by one. Padding has no log-probability here; the reference gives it 0, and an entropy that nobody wants.
    [Theory]
    [InlineData("ppo.policy_forward.T1.0")]
    [InlineData("ppo.policy_forward.T0.7")]
    public void Compute_GoldenLogits_GivesTheReleasedScoresOfTokens(string id)
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of(id);
        double[][] answers = [.. GoldenPpo.Rows(golden.Input("responses")).Select(row => row.Select(token => (double)token).ToArray())];
        LabelPositions positions = Positions(answers, slots: 8);

        Tensor logits = golden.Tensor("logits");
        Tensor states = logits.Reshape(-1, logits.Size(-1)).IndexSelect(0, positions.States);

        TokenScores scores = TokenScores.Compute(states, positions.Targets, block => block / golden.Number("temperature"), blockRows: 3);

        bool[] isToken = [.. answers.SelectMany(row => row).Select(token => token != 0)];
        Assert.Equal(golden.Expected("logprobs").Where((_, slot) => isToken[slot]), scores.LogProbs.ToArray<float>().Select(x => (double)x), Near);
        Assert.Equal(golden.Expected("entropies").Where((_, slot) => isToken[slot]), scores.Entropies.ToArray<float>().Select(x => (double)x), Near);
    }

    // Case ppo.value_forward: the value of a token is read where the token is predicted.
    [Fact]
    public void Positions_GoldenStates_GiveTheReleasedValues()
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of("ppo.value_forward");
        using var head = new ScalarHeadPart("head", "unused", 3, (name, _, _) => TensorScope.Release(name.EndsWith("weight", StringComparison.Ordinal)
            ? Tensor.From([.. golden.Numbers("head_weight").Select(x => (float)x)], 1, 3)
            : Tensor.From([(float)golden.Number("head_bias")])));
        LabelPositions positions = Positions([[1, 1, 1, 1], [1, 1, 1, 1]], slots: 8);

        Tensor values = head.Forward(golden.Tensor("last_hidden").Reshape(-1, 3).IndexSelect(0, positions.States));

        Assert.Equal(golden.Expected("values"), values.ToArray<float>().Select(x => (double)x), Near);
    }

    /// <summary>Answers at the end of rows of slots; zeros are padding.</summary>
    private static LabelPositions Positions(double[][] answers, int slots)
    {
        long[] labels = [.. answers.SelectMany(answer => Enumerable.Repeat(0.0, slots - answer.Length).Concat(answer)).Select(token => token == 0 ? ConversationBatch.Ignored : (long)token)];
        return LabelPositions.Of(Tensor.From(labels, answers.Length, slots), Device.Cpu);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;

    private static double Entropy(double p) => -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));
}
