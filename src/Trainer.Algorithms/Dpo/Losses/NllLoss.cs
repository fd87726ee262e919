using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>Negative log-likelihood of chosen answers: keeps their probability from falling, which a margin alone permits.</summary>
/// <param name="normalization">By what it is divided.</param>
public sealed class NllLoss(NllNormalization normalization) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.None;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        Tensor lengths = normalization == NllNormalization.Answer ? pairs.ChosenLengths : pairs.ChosenLengths.Mean();
        return -(pairs.PolicyChosen / lengths);
    }
}
