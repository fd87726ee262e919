using Trainer.Data.Batches;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>What a policy is compared with.</summary>
public interface IPairReference
{
    /// <summary>How likely it thinks the answers of a batch are, outside any graph.</summary>
    ReferenceScores Score(PreferenceBatch batch);
}

/// <summary>A reference's log-probabilities of a batch, Float32 [pairs] each.</summary>
/// <param name="Chosen">Of the better answers.</param>
/// <param name="Rejected">Of the worse answers.</param>
/// <param name="WeakChosen">Of the better answers with weakened pictures; none where the loss doesn't ask.</param>
public sealed record ReferenceScores(Tensor Chosen, Tensor Rejected, Tensor? WeakChosen);
