using Trainer.Recipes;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>Over what IPO's log-probabilities are taken.</summary>
public enum IpoNormalization
{
    /// <summary>Per token, as the paper's authors advise and TRL does since 0.7.11.</summary>
    Mean,

    /// <summary>Whole answers, as the paper's equation reads.</summary>
    Sum,
}

/// <summary>By what a likelihood term on chosen answers is divided.</summary>
public enum NllNormalization
{
    /// <summary>Each answer by its own tokens: the same however pairs are spread over micro-batches and processes.</summary>
    Answer,

    /// <summary>All answers of the micro-batch by their mean length, which is TRL's mean over the micro-batch's tokens.</summary>
    Batch,
}

/// <summary>The loss over pairs and its numbers. A loss ignores numbers that are not its own.</summary>
public sealed record PreferenceLossOptions : IValidatable
{
    /// <summary>One loss, or several whose weighted sum is taken, such as MPO's <c>[sigmoid, bco_pair, sft]</c>.</summary>
    [Alias("pref_loss")]
    [Alias("dpo_loss_type")]
    public IReadOnlyList<string> LossType { get; init; } = ["sigmoid"];

    /// <summary>Factor of each loss in <see cref="LossType"/>; none: 1 each. MPO has <c>[0.8, 0.2, 1]</c>.</summary>
    public IReadOnlyList<double> LossWeights { get; init; } = [];

    /// <summary>Strength of the pull towards the reference (β; IPO's τ, ORPO's λ). SimPO wants 2 to 2.5.</summary>
    [Alias("pref_beta")]
    [Alias("rl_beta")]
    public double Beta { get; init; } = 0.1;

    /// <summary>Probability that a pair's labels are swapped (ε), for <c>sigmoid</c>, <c>robust</c> and <c>exo_pair</c>.</summary>
    [Alias("dpo_label_smoothing")]
    public double LabelSmoothing { get; init; }

    /// <summary>Factor of an added negative log-likelihood of chosen answers (RPO, arXiv:2404.19733); 0 adds none.</summary>
    [Alias("pref_ftx")]
    public double RpoAlpha { get; init; }

    /// <summary>Target margin of <c>simpo</c> (γ).</summary>
    public double SimpoGamma { get; init; } = 0.5;

    /// <summary>Factor of the negative log-likelihood in <c>cpo</c> (α).</summary>
    public double CpoAlpha { get; init; } = 1;

    /// <summary>Over what <c>ipo</c> takes log-probabilities.</summary>
    public IpoNormalization IpoNormalization { get; init; } = IpoNormalization.Mean;

    /// <summary>By what likelihood terms are divided: <c>rpo_alpha</c>, <c>sft</c>, <c>cpo</c> and <c>orpo</c>.</summary>
    public NllNormalization NllNormalization { get; init; } = NllNormalization.Answer;

    /// <summary>Keeps gradients out of the divergence estimate of <c>kto_pair</c>, as the paper does; TRL's early versions let them in.</summary>
    public bool KtoDetachKl { get; init; } = true;

    /// <summary>Reward that <c>mdpo</c> wants the chosen answer to exceed (δ).</summary>
    public double MdpoDelta { get; init; }

    /// <summary>Guidance of <c>vdpo</c>: 1 is plain DPO, more stresses what the picture adds (γ).</summary>
    public double VdpoGamma { get; init; } = 1;

    /// <summary>Weight of tokens in which the two answers differ (DDPO's γ, 5 in arXiv:2312.00849); 0 sums plain log-probabilities.</summary>
    public double DdpoGamma { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.HaveItems(LossType),
        .. Must.That(
            LossType.All(PreferenceLosses.All.ContainsKey),
            nameof(LossType),
            $"must be names of losses, but is {string.Join(", ", LossType)}. Known: {string.Join(", ", PreferenceLosses.All.Keys)}."),
        .. Must.That(LossType.Distinct().Count() == LossType.Count, nameof(LossType), "names a loss twice. Name it once and set its loss_weights."),
        .. Must.That(
            LossWeights.Count == 0 || LossWeights.Count == LossType.Count,
            nameof(LossWeights),
            $"must have one number for each of the {LossType.Count} in loss_type, but has {LossWeights.Count}."),
        .. LossWeights.SelectMany(weight => Must.BePositive(weight, nameof(LossWeights))),
        .. Must.BePositive(Beta),
        .. Must.BeBelow(LabelSmoothing, 0, 0.5),
        .. Must.That(
            LabelSmoothing > 0 || !LossType.Contains("exo_pair"),
            nameof(LabelSmoothing),
            "must be greater than 0 for exo_pair, which takes its logarithm. Try 0.001."),
        .. Must.NotBeNegative(RpoAlpha),
        .. Must.NotBeNegative(SimpoGamma),
        .. Must.NotBeNegative(CpoAlpha),
        .. Must.NotBeNegative(VdpoGamma),
        .. Must.NotBeNegative(DdpoGamma),
    ];
}
