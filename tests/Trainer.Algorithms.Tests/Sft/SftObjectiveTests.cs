using Trainer.Algorithms.Common;
using Trainer.Algorithms.Sft;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Sft;

public sealed class SftObjectiveTests
{
    private static readonly long[] Short = [4, 2];
    private static readonly long[] Long = [5, 6, 7, 2];

    [Fact]
    public void Loss_LogProbs_IsTheirWeightedNegativeSum()
    {
        using var scope = new TensorScope();

        Assert.Equal(3.5, SftLoss.Compute(Tensor.From([-0.5f, -2f]), Tensor.From([3f, 1f])).Item(), 1e-6);
    }

    [Fact]
    public void Compute_EqualsTheCrossEntropyOverFullLogits()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        using ConversationBatch batch = TinyLlava.Batch(10, Short, Long);

        LossReport report = Objective(model).Compute(batch);

        Assert.Equal(FullLogitsLoss(model, batch), report.Loss.Item(), 1e-4);
        Assert.Equal(6, report.Weight);
    }

    [Fact]
    public void Compute_MorePadding_ChangesNothing()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        using ConversationBatch tight = TinyLlava.Batch(10, Short, Long);
        using ConversationBatch loose = TinyLlava.Batch(14, Short, Long);

        Assert.Equal(Loss(model, tight), Loss(model, loose), 1e-5);
    }

    [Fact]
    public void Compute_OneBatchOrTwo_SumsToTheSame()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        using ConversationBatch both = TinyLlava.Batch(10, Short, Long);
        using ConversationBatch first = TinyLlava.Batch(8, Short);
        using ConversationBatch second = TinyLlava.Batch(10, Long);

        Assert.Equal(Loss(model, first) + Loss(model, second), Loss(model, both), 1e-5);
    }

    [Fact]
    public void Compute_CachedFeatures_GiveTheSameLoss()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        using ConversationBatch batch = TinyLlava.Batch(10, Short, Long);
        using var cache = new ImageFeatureCache(1 << 20);
        var objective = new SftObjective(model, ForwardContext.Inference, cache, logAccuracy: false);

        double[] losses = [Loss(model, batch), objective.Compute(batch).Loss.Item(), objective.Compute(batch).Loss.Item()];

        Assert.Equal(2, cache.Count);
        Assert.All(losses, loss => Assert.Equal(losses[0], loss, 1e-6));
    }

    [Fact]
    public void Compute_RowWeight_ScalesItsTokens()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        using ConversationBatch batch = TinyLlava.Batch(10, Short, Long);
        using ConversationBatch first = TinyLlava.Batch(8, Short);
        double plain = Loss(model, batch);
        batch.Weights.CopyFrom(Tensor.From([3f, 1f]));

        LossReport report = Objective(model).Compute(batch);

        Assert.Equal(plain + (2 * Loss(model, first)), report.Loss.Item(), 1e-4);
        Assert.Equal(10, report.Weight);
    }

    [Fact]
    public void Compute_NamedSource_HasItsOwnLoss()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        using ConversationBatch both = TinyLlava.Batch(10, Short, Long);
        using ConversationBatch second = TinyLlava.Batch(10, Long);

        IReadOnlyDictionary<string, MetricSum> metrics = Objective(model).Compute(both).Metrics;

        Assert.Equal(["loss/long", "mean_token_accuracy"], metrics.Keys.Order());
        Assert.Equal(Loss(model, second), metrics["loss/long"].Sum.Item(), 1e-5);
        Assert.Equal(4, metrics["loss/long"].Weight);
    }

    [Fact]
    public void Compute_NoLabels_HasNoWeight()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        using ConversationBatch batch = TinyLlava.Batch(10, Short);
        batch.Labels.Fill(ConversationBatch.Ignored);

        Assert.Equal(0, Objective(model).Compute(batch).Weight);
    }

    private static double Loss(LlavaModel model, ConversationBatch batch) => Objective(model).Compute(batch).Loss.Item();

    private static SftObjective Objective(LlavaModel model) => new(model, ForwardContext.Inference, features: null, logAccuracy: true);

    private static double FullLogitsLoss(LlavaModel model, ConversationBatch batch)
    {
        Tensor images = model.Project(model.ImageFeatures(batch.Pixels!, ForwardContext.Inference), ForwardContext.Inference);
        Tensor hidden = model.Hidden(
            model.Embed(batch.TokenIds, images), new SequenceWindow { Ends = batch.Ends }, null, ForwardContext.Inference);
        float[] logProbs = model.Logits(hidden).LogSoftmax(-1).ToArray<float>();
        long[] labels = batch.Labels.ToArray<long>();
        int vocabulary = TinyLlava.Config.Text.VocabularySize;
        return -Enumerable.Range(1, labels.Length - 1).Where(i => labels[i] >= 0).Sum(i => (double)logProbs[((i - 1) * vocabulary) + labels[i]]);
    }
}
