using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>A reference that shares the policy's frozen weights: it switches to its own adapter and projector for a pass, and copies nothing.</summary>
/// <param name="model">The policy's model.</param>
/// <param name="role">What differs from the policy.</param>
/// <param name="options">As the policy's; its projector is the role's.</param>
/// <param name="readsWeakened">Whether the loss asks for weakened pictures.</param>
public sealed class LiveReference(LlavaModel model, ReferenceRole role, PairScorerOptions options, bool readsWeakened) : IPairReference
{
    private readonly PairScorer scorer = new(model, ForwardContext.Inference, options with { Projector = role.Projector });

    /// <inheritdoc/>
    public ReferenceScores Score(PreferenceBatch batch)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using IDisposable adapter = model.Adapters.Use(role.Adapter);
        PairScores scores = scorer.Score(batch, batch.Pixels);
        Tensor? weakened = readsWeakened ? scope.Keep(scorer.ScoreChosen(batch, batch.WeakPixels)) : null;
        return new ReferenceScores(scope.Keep(scores.Chosen), scope.Keep(scores.Rejected), weakened);
    }
}
