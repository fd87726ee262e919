namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>Every loss over pairs, by TRL's name where it has one. To add one: a file with the loss, and one line here.</summary>
public static class PreferenceLosses
{
    /// <summary>How each loss is made from the options.</summary>
    public static IReadOnlyDictionary<string, Func<PreferenceLossOptions, IPreferenceLoss>> All { get; } =
        new Dictionary<string, Func<PreferenceLossOptions, IPreferenceLoss>>
        {
            ["sigmoid"] = options => new SigmoidLoss(options.Beta, options.LabelSmoothing),
            ["robust"] = options => new RobustLoss(options.Beta, options.LabelSmoothing),
            ["hinge"] = options => new HingeLoss(options.Beta),
            ["ipo"] = options => new IpoLoss(options.Beta, options.IpoNormalization),
            ["sigmoid_norm"] = options => new NormalizedSigmoidLoss(options.Beta),
            ["kto_pair"] = options => new KtoPairLoss(options.Beta, options.KtoDetachKl),
            ["simpo"] = options => new SimpoLoss(options.Beta, options.SimpoGamma),
            ["orpo"] = options => Sum(new(Nll(options), 1), new(new OrpoLoss(), options.Beta)),
            ["cpo"] = options => Sum(new(new CpoLoss(options.Beta), 1), new(Nll(options), options.CpoAlpha)),
            ["nca_pair"] = options => new NcaPairLoss(options.Beta),
            ["bco_pair"] = options => new BcoPairLoss(options.Beta),
            ["exo_pair"] = options => new ExoPairLoss(options.Beta, options.LabelSmoothing),
            ["apo_zero"] = options => new ApoZeroLoss(options.Beta),
            ["apo_down"] = options => new ApoDownLoss(options.Beta),
            ["sppo_hard"] = options => new SppoHardLoss(options.Beta),
            ["mdpo"] = options => new MdpoLoss(options.Beta, options.MdpoDelta),
            ["vdpo"] = options => new VdpoLoss(options.Beta, options.VdpoGamma),
            ["sft"] = Nll,
        };

    /// <summary>The loss that options describe, mixture and likelihood anchor included.</summary>
    /// <param name="options">Valid options.</param>
    public static IPreferenceLoss Create(PreferenceLossOptions options)
    {
        IEnumerable<double> weights = options.LossWeights.Count > 0 ? options.LossWeights : options.LossType.Select(_ => 1.0);
        var terms = options.LossType.Zip(weights, (name, weight) => new WeightedTerm(All[name](options), weight)).ToList();
        if (options.RpoAlpha > 0)
        {
            terms.Add(new WeightedTerm(Nll(options), options.RpoAlpha));
        }

        return terms is [{ Weight: 1 } only] ? only.Loss : new WeightedLoss(terms);
    }

    private static NllLoss Nll(PreferenceLossOptions options) => new(options.NllNormalization);

    private static WeightedLoss Sum(params WeightedTerm[] terms) => new(terms);
}
