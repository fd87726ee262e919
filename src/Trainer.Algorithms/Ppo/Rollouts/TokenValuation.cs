using Trainer.Algorithms.Ppo.Advantages;
using Trainer.Algorithms.Ppo.Kl;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>What each token of a rollout was worth, Float32 [answers, longest], zeros behind answers' ends.</summary>
/// <param name="Kl">Estimated divergence from the reference, nats.</param>
/// <param name="Shaped">Rewards, and the part of them that is the price of divergence.</param>
/// <param name="Advantages">Whitened.</param>
/// <param name="Returns">What values should have been.</param>
public sealed record TokenValuation(Tensor Kl, ShapedRewards Shaped, Tensor Advantages, Tensor Returns)
{
    /// <summary>Spreads the answers' rewards over their tokens and estimates advantages.</summary>
    /// <param name="rows">Lengths of the answers.</param>
    /// <param name="scores">What the roles make of the tokens.</param>
    /// <param name="rewards">Reward of each answer.</param>
    /// <param name="price">Price of a nat of divergence.</param>
    /// <param name="rule">How.</param>
    public static TokenValuation Of(RaggedRows rows, RolloutScores scores, IEnumerable<RewardSum> rewards, double price, ValuationRule rule)
    {
        Tensor mask = rows.Mask();
        Tensor kl = KlEstimator.PerToken(rule.Options.KlEstimator, rows.Pad(scores.LogProbs), rows.Pad(scores.ReferenceLogProbs));
        Tensor totals = Tensor.From([.. rewards.Select(reward => (float)reward.Total)]);
        ShapedRewards shaped = RewardShaping.Shape(kl, totals, mask, price, rule.Options.Rewards.Shaping);
        Tensor paid = rule.Options.WhitenRewards ? rule.Whiten(shaped.Rewards, mask, shiftMean: false) : shaped.Rewards;
        AdvantageEstimate estimate = GeneralizedAdvantage.Estimate(paid, rows.Pad(scores.Values), rule.Options.Gamma, rule.Options.GaeLambda);
        return new TokenValuation(kl, shaped, rule.Whiten(estimate.Advantages, mask, shiftMean: true), estimate.Returns);
    }
}

/// <summary>How tokens are valued.</summary>
/// <param name="Options">Estimator, discounts and whitening.</param>
/// <param name="Group">The processes over which numbers are whitened.</param>
public sealed record ValuationRule(PpoOptions Options, ProcessGroup Group)
{
    /// <inheritdoc cref="Whitening.Apply(Tensor, Tensor, bool, ProcessGroup)"/>
    internal Tensor Whiten(Tensor values, Tensor mask, bool shiftMean) => Options.WhiteningSpan switch
    {
        WhiteningSpan.Answer => Whitening.ApplyPerRow(values, mask, shiftMean),
        WhiteningSpan.Process => Whitening.Apply(values, mask, shiftMean),
        _ => Whitening.Apply(values, mask, shiftMean, Group),
    };
}
