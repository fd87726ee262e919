using Trainer.Algorithms.Dpo.References;
using Trainer.Data.Batches;
using Trainer.Recipes;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo;

/// <summary>
/// Before the first step a policy that is its own reference has all rewards 0 and the sigmoid loss ln 2. Where this doesn't hold,
/// the reference is another model than it is said to be, or sees other data, and the run would learn something else than it reports.
/// </summary>
/// <param name="policy">The policy, without dropout.</param>
/// <param name="reference">The policy before the first step.</param>
/// <param name="beta">Scale of rewards.</param>
public sealed class StepZeroGate(PairScorer policy, IPairReference reference, double beta)
{
    // A reference that was computed in other batches differs by rounding, which in bfloat16 is large over long answers.
    private const double Tolerance = 1e-3;
    private const double LowPrecisionTolerance = 0.1;

    /// <summary>Refuses to start.</summary>
    /// <param name="batch">Pairs to look at.</param>
    /// <param name="type">Element type of the activations.</param>
    /// <param name="source">The recipe's path, for the message.</param>
    /// <exception cref="RecipeException">The reference is not the policy.</exception>
    public void Require(PreferenceBatch batch, DType type, string source)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        ReferenceScores expected = reference.Score(batch);
        PairScores found = policy.Score(batch, batch.Pixels);
        Tensor rewards = Tensor.Stack(0, found.Chosen - expected.Chosen, found.Rejected - expected.Rejected) * beta;
        double largest = rewards.Abs().Max().Item();
        double loss = -(rewards.Select(0, 0) - rewards.Select(0, 1)).LogSigmoid().Mean().Item();
        if (!(largest <= (type == DType.Float32 ? Tolerance : LowPrecisionTolerance)))
        {
            throw new RecipeException(source, [new Problem("dpo.reference", FormattableString.Invariant(
                $"is initial, so that before the first step all rewards must be 0 and the sigmoid loss ln 2 = 0.6931, but the first batch has a reward of {largest:G4} and a loss of {loss:F4}. ")
                + "The reference's log-probabilities come from another model or other data: compute dpo.precomputed_reference again, or leave it out.")]);
        }
    }
}
