using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// ORPO's odds-ratio term, −log σ(log odds(y_w) − log odds(y_l)) with odds = p / (1 − p) and p the geometric mean of an
/// answer's token probabilities: arXiv:2403.07691, eq. 7. Needs no reference.
/// </summary>
public sealed class OrpoLoss : IPreferenceLoss
{
    /// <summary>A mean log-probability of 0 would have infinite odds. This is the last that differs from it in Float32 by a few steps.</summary>
    private const double Certain = -1e-6;

    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.None;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        PairLogProbs means = pairs.PerToken();
        return -(LogOdds(means.PolicyChosen) - LogOdds(means.PolicyRejected)).LogSigmoid();
    }

    private static Tensor LogOdds(Tensor logProb)
    {
        Tensor uncertain = logProb.Clamp(double.NegativeInfinity, Certain);
        return uncertain - (1 - uncertain.Exp()).Log();
    }
}
