using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>A loss over pairs of answers. To add one: a file that implements this, and a line in <see cref="PreferenceLosses"/>.</summary>
public interface IPreferenceLoss
{
    /// <summary>What it reads beside the policy's log-probabilities.</summary>
    PairInputs Needs { get; }

    /// <summary>Computes the loss of each pair; the batch's loss is their mean.</summary>
    /// <param name="pairs">The batch, with all that <see cref="Needs"/> names.</param>
    /// <returns>Float32 [pairs], with its graph.</returns>
    Tensor Compute(PairLogProbs pairs);
}
