using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// mDPO: arXiv:2406.11839, eq. 9. DPO, plus the same between the picture and a weakened one for the chosen answer, plus an
/// anchor −log σ(βa − δ) that keeps the chosen answer's reward above δ.
/// </summary>
/// <param name="beta">Strength of the pull towards the reference.</param>
/// <param name="delta">δ; the paper has 0.</param>
public sealed class MdpoLoss(double beta, double delta) : IPreferenceLoss
{
    private readonly SigmoidLoss answers = new(beta);

    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference | PairInputs.WeakenedImage;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        WeakenedLogProbs weakened = pairs.Weakened ?? throw new ArgumentException("mDPO needs log-probabilities with a weakened picture.", nameof(pairs));
        Tensor ratio = pairs.ChosenLogRatio;
        Tensor pictures = -(beta * (ratio - (weakened.PolicyChosen - weakened.ReferenceChosen))).LogSigmoid();
        Tensor anchor = -((beta * ratio) - delta).LogSigmoid();
        return answers.Compute(pairs) + pictures + anchor;
    }
}
