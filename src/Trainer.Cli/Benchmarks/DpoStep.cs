using Trainer.Algorithms.Common;
using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.Algorithms.Dpo.References;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Torch;
using Trainer.Torch.Optim;

namespace Trainer.Cli.Benchmarks;

/// <summary>Steps of direct preference optimisation on one batch: the base as reference, an adapter learns, AdamW.</summary>
internal sealed class DpoStep : IPairReference, IDisposable
{
    internal const string Policy = "policy";
    internal const double Beta = 0.1;

    private readonly LlavaModel model;
    private readonly FlatParameters parameters;
    private readonly AdamW optimizer;
    private readonly ImageFeatureCache? features;
    private readonly PairScorerOptions scoring;
    private readonly ForwardContext forward;
    private readonly DpoObjective objective;
    private ReferenceScores? precomputed;

    internal DpoStep(LlavaModel model, LoraAdapter adapter, bool keepsFeatures, ForwardContext? forward = null)
    {
        this.model = model;
        this.forward = forward ?? ForwardContext.Inference;
        model.Adapters.Activate(adapter.Name);
        parameters = new FlatParameters([.. adapter.Parameters.Select(parameter => new TrainableTensor(parameter.Name, parameter.Value))]);
        optimizer = new AdamW(parameters, new AdamWOptions());
        features = keepsFeatures ? new ImageFeatureCache(1L << 28) : null;
        scoring = new PairScorerOptions { Features = features };
        objective = new DpoObjective(new PairScorer(model, this.forward, scoring), this, PreferenceLosses.Create(new PreferenceLossOptions { Beta = Beta }), Beta);
    }

    /// <summary>The reference's scores: those computed before, or else the base's.</summary>
    public ReferenceScores Score(PreferenceBatch batch) => precomputed ?? ScoreWithBase(batch);

    public void Dispose()
    {
        features?.Dispose();
        optimizer.Dispose();
        parameters.Dispose();
    }

    /// <summary>Computes the reference's scores once for all steps that follow.</summary>
    internal void PrecomputeReference(PreferenceBatch batch)
    {
        using var scope = new TensorScope();
        ReferenceScores scores = ScoreWithBase(batch);
        precomputed = new ReferenceScores(TensorScope.Release(scores.Chosen), TensorScope.Release(scores.Rejected), null);
    }

    /// <summary>One update.</summary>
    /// <returns>The mean loss of the pairs before it.</returns>
    internal double Step(PreferenceBatch batch) => OptimizerStep.Run(objective, batch, optimizer);

    private ReferenceScores ScoreWithBase(PreferenceBatch batch)
    {
        using var mode = GradientMode.Off();
        using IDisposable role = model.Adapters.Use(null);
        PairScores scores = new PairScorer(model, forward, scoring).Score(batch, batch.Pixels);
        return new ReferenceScores(scores.Chosen, scores.Rejected, null);
    }
}
