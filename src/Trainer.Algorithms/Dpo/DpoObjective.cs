using Trainer.Algorithms.Dpo.Losses;
using Trainer.Algorithms.Dpo.References;
using Trainer.Data.Batches;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Dpo;

/// <summary>Teaches a model to prefer the better answers of pairs: arXiv:2305.18290, and the losses that followed it.</summary>
/// <param name="policy">The model that learns.</param>
/// <param name="reference">What it is compared with; none where the loss needs no such thing.</param>
/// <param name="loss">The loss of each pair.</param>
/// <param name="beta">Scale of the rewards that are reported.</param>
public sealed class DpoObjective(PairScorer policy, IPairReference? reference, IPreferenceLoss loss, double beta) : IObjective<PreferenceBatch>
{
    /// <inheritdoc/>
    public LossReport Compute(PreferenceBatch batch)
    {
        PairLogProbs pairs = Read(batch);
        return new LossReport(loss.Compute(pairs).Sum(), batch.Samples, PairMetrics.Of(pairs, beta));
    }

    private PairLogProbs Read(PreferenceBatch batch)
    {
        // 1. What keeps no graph comes first: its memory is free again before the policy's graph takes its own.
        ReferenceScores? fixedScores = loss.Needs.HasFlag(PairInputs.Reference) ? reference?.Score(batch) : null;
        UnconditionalLogProbs? blind = loss.Needs.HasFlag(PairInputs.Unconditional) ? ReadBlind(batch) : null;

        // 2. The policy on both answers, and on the chosen one with a picture that shows less.
        PairScores scores = policy.Score(batch, batch.Pixels);
        bool isWeakened = loss.Needs.HasFlag(PairInputs.WeakenedImage);
        return new PairLogProbs
        {
            PolicyChosen = scores.Chosen,
            PolicyRejected = scores.Rejected,
            ReferenceChosen = fixedScores?.Chosen,
            ReferenceRejected = fixedScores?.Rejected,
            ChosenLengths = Tensor.From(batch.Chosen.Lengths(batch.Samples)).To(scores.Chosen.Device),
            RejectedLengths = Tensor.From(batch.Rejected.Lengths(batch.Samples)).To(scores.Chosen.Device),
            Unconditional = blind,
            Weakened = isWeakened ? new WeakenedLogProbs(policy.ScoreChosen(batch, batch.WeakPixels), fixedScores!.WeakChosen!) : null,
        };
    }

    /// <summary>V-DPO's unconditional pass: an empty picture, and no graph.</summary>
    private UnconditionalLogProbs ReadBlind(PreferenceBatch batch)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        PairScores scores = policy.Score(batch, batch.Pixels?.ZerosLike());
        return new UnconditionalLogProbs(scope.Keep(scores.Chosen), scope.Keep(scores.Rejected));
    }
}
