using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.TestKit.Models;
using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

/// <summary>
/// What holds for any rollout (section 4.9 of LLaVA-RLHF's behaviour). What it says of padded slots doesn't apply: here they have no
/// rewards, values or returns, and take no part in means.
/// </summary>
public sealed class TokenValuationTests
{
    private const double Price = 0.3;
    private static readonly int[] Lengths = [5, 1, 9, 3];
    private static readonly double[] Rewards = [1.5, -2, 0.25, 4];

    [Fact]
    public void Of_AnswersOfAnyLength_WhitensOverTheirTokens()
    {
        using var scope = new TensorScope();
        double[] advantages = [.. new RaggedRows(Lengths).Split(Value(new PpoRewardOptions(), Scores()).Advantages).SelectMany(row => row).Select(value => (double)value)];

        Assert.Equal(0, advantages.Average(), 1e-6);
        Assert.Equal(1, Math.Sqrt(advantages.Average(value => value * value)), 1e-5);
    }

    [Fact]
    public void Of_WhiteningOfEachAnswer_GivesEachMeanZero()
    {
        using var scope = new TensorScope();
        PpoOptions options = GoldenRollout.Options with { WhiteningSpan = WhiteningSpan.Answer };

        float[][] advantages = new RaggedRows(Lengths).Split(Value(options, Scores()).Advantages);

        Assert.All(advantages, answer => Assert.Equal(0, answer.Average(), 1e-5));
    }

    [Theory]
    [InlineData(TerminalSlot.LastToken)]
    [InlineData(TerminalSlot.LastSlot)]
    public void Of_EachAnswer_ShapedRewardsSumToItsRewardLessThePriceOfItsDivergence(TerminalSlot slot)
    {
        using var scope = new TensorScope();
        TokenValuation valuation = Value(new PpoRewardOptions { TerminalRewardAt = slot }, Scores());

        double[] divergence = valuation.Kl.Sum(1).ToArray<float>().Select(value => (double)value).ToArray();
        Near.Equal([.. Rewards.Zip(divergence, (reward, kl) => reward - (Price * kl))], valuation.Shaped.Rewards.Sum(1), 1e-5);
    }

    [Fact]
    public void Of_ValuesOfZero_ReturnsAreTheAdvantages()
    {
        // A fresh run, whose head is of zeros: before whitening, which keeps order and distances, advantages are returns.
        using var scope = new TensorScope();
        TokenValuation valuation = Value(new PpoRewardOptions(), Scores() with { Values = new float[Lengths.Sum()] });
        var rows = new RaggedRows(Lengths);
        float[] returns = [.. rows.Split(valuation.Returns).SelectMany(row => row)];
        float[] advantages = [.. rows.Split(valuation.Advantages).SelectMany(row => row)];

        double mean = returns.Average();
        double deviation = Math.Sqrt(returns.Average(value => Math.Pow(value - mean, 2)));
        Assert.Equal(returns.Select(value => (value - mean) / deviation), advantages.Select(value => (double)value), (expected, actual) => Math.Abs(expected - actual) < 1e-4);
    }

    private static TokenValuation Value(PpoRewardOptions rewards, RolloutScores scores) => Value(GoldenRollout.Options with { Rewards = rewards }, scores);

    private static TokenValuation Value(PpoOptions options, RolloutScores scores)
    {
        var rule = new ValuationRule(options, ProcessGroup.Single);
        return TokenValuation.Of(new RaggedRows(Lengths), scores, Rewards.Select(reward => new RewardSum(reward, new Dictionary<string, double>())), Price, rule);
    }

    private static RolloutScores Scores() => new()
    {
        LogProbs = Tokens(1),
        ReferenceLogProbs = Tokens(2),
        Entropies = Tokens(3),
        ReferenceEntropies = Tokens(4),
        Values = Tokens(5),
        Rewards = [.. Rewards.Select(reward => (float)reward)],
    };

    private static float[] Tokens(int index) => [.. Enumerable.Range(0, Lengths.Sum()).Select(i => (float)TinyWeights.Noise(index, i))];
}
