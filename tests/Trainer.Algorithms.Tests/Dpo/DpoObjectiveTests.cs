using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.Algorithms.Dpo.References;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Dpo;

public sealed class DpoObjectiveTests
{
    private static readonly double Ln2 = Math.Log(2);

    [Theory]
    [InlineData("sigmoid", 1)]
    [InlineData("mdpo", 3)]
    [InlineData("vdpo", 1)]
    public void Compute_ReferenceIsThePolicy_IsLn2ForEachTerm(string loss, int terms)
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch batch = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples);

        LossReport report = Objective(model, loss, new SameModel(model)).Compute(batch);

        Assert.Equal(3, report.Weight);
        Assert.Equal(3 * terms * Ln2, report.Loss.Item(), 1e-5);
        Assert.Equal(0, report.Metrics["rewards/margins"].Sum.Item(), 1e-5);
    }

    [Fact]
    public void Compute_SwappedPairs_NegateTheMargins()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch batch = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples);
        using PreferenceBatch swapped = TinyPairs.Batch(sharePrefix: true, [.. TinyPairs.Examples.Select(TinyPairs.Swap)]);
        DpoObjective objective = Objective(model, "sigmoid", new WithoutAdapter(model));

        double margin = objective.Compute(batch).Metrics["rewards/margins"].Sum.Item();

        Assert.True(Math.Abs(margin) > 1e-3);
        Assert.Equal(-margin, objective.Compute(swapped).Metrics["rewards/margins"].Sum.Item(), 1e-5);
    }

    [Fact]
    public void Compute_OneBatchOrThree_SumsToTheSame()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch all = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples);
        DpoObjective objective = Objective(model, "sigmoid", new WithoutAdapter(model));

        double single = TinyPairs.Examples.Sum(example => objective.Compute(TinyPairs.Batch(sharePrefix: true, example)).Loss.Item());

        Assert.Equal(objective.Compute(all).Loss.Item(), single, 1e-5);
    }

    [Fact]
    public void Compute_Metrics_AreTrlsAndCountPairs()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch batch = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples);

        IReadOnlyDictionary<string, MetricSum> metrics = Objective(model, "sigmoid", new WithoutAdapter(model)).Compute(batch).Metrics;

        Assert.Equal(
            ["lengths/chosen", "lengths/rejected", "logps/chosen", "logps/rejected", "nll_loss", "rewards/accuracies", "rewards/chosen", "rewards/margins", "rewards/rejected"],
            metrics.Keys.Order(StringComparer.Ordinal));
        Assert.All(metrics.Values, metric => Assert.Equal(3, metric.Weight));
        Assert.Equal((7, 10), (metrics["lengths/chosen"].Sum.Item(), metrics["lengths/rejected"].Sum.Item()));
        Assert.Equal(metrics["rewards/margins"].Sum.Item(), metrics["rewards/chosen"].Sum.Item() - metrics["rewards/rejected"].Sum.Item(), 1e-5);
    }

    [Fact]
    public void Compute_WeakPicture_ChangesOnlyPairsWithOne()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch words = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples[1]);
        using PreferenceBatch picture = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples[0]);

        Assert.Equal(Ln2, PictureTerm(model, words), 1e-5);
        Assert.NotEqual(Ln2, PictureTerm(model, picture), 1e-4);
    }

    private static DpoObjective Objective(LlavaModel model, string loss, IPairReference reference) =>
        new(Scorer(model), reference, PreferenceLosses.Create(new PreferenceLossOptions { LossType = [loss] }), beta: 0.1);

    private static PairScorer Scorer(LlavaModel model) => new(model, ForwardContext.Inference, new PairScorerOptions());

    /// <summary>What mDPO adds to DPO beside its anchor.</summary>
    private static double PictureTerm(LlavaModel model, PreferenceBatch batch)
    {
        var reference = new WithoutAdapter(model);
        LossReport plain = Objective(model, "sigmoid", reference).Compute(batch);
        double reward = plain.Metrics["rewards/chosen"].Sum.Item();
        double anchor = Math.Log(1 + Math.Exp(-reward));
        return Objective(model, "mdpo", reference).Compute(batch).Loss.Item() - plain.Loss.Item() - anchor;
    }

    private static ReferenceScores Score(LlavaModel model, PreferenceBatch batch)
    {
        PairScores scores = Scorer(model).Score(batch, batch.Pixels);
        return new(scores.Chosen.Detach(), scores.Rejected.Detach(), Scorer(model).ScoreChosen(batch, batch.WeakPixels).Detach());
    }

    private sealed class SameModel(LlavaModel model) : IPairReference
    {
        public ReferenceScores Score(PreferenceBatch batch) => DpoObjectiveTests.Score(model, batch);
    }

    private sealed class WithoutAdapter(LlavaModel model) : IPairReference
    {
        public ReferenceScores Score(PreferenceBatch batch)
        {
            using IDisposable role = model.Adapters.Use(null);
            return DpoObjectiveTests.Score(model, batch);
        }
    }
}
