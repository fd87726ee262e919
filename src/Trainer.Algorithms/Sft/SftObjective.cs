using Trainer.Algorithms.Common;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Sft;

/// <summary>Teaches a model to say the answers of conversations about pictures.</summary>
/// <param name="model">The model, its adapter active if it has one.</param>
/// <param name="context">Dropout and checkpointing of the forward pass.</param>
/// <param name="features">Features of a frozen vision tower; null computes them for every batch.</param>
/// <param name="logAccuracy">Whether to report <c>mean_token_accuracy</c>.</param>
public sealed class SftObjective(LlavaModel model, ForwardContext context, ImageFeatureCache? features, bool logAccuracy)
    : IObjective<ConversationBatch>
{
    private readonly int blockRows = AnswerLogProbs.BlockRows(model.Config.Text.VocabularySize);

    /// <inheritdoc/>
    public LossReport Compute(ConversationBatch batch)
    {
        LabelPositions labels = LabelPositions.Of(batch.Labels, model.Compute.Device);
        float[] rowWeights = batch.Weights.ToArray<float>();
        float[] weights = [.. labels.Rows.Select(row => rowWeights[row])];
        if (labels.Count == 0)
        {
            return new LossReport(Tensor.Scalar(0, Placement.CpuFloat), 0, new Dictionary<string, MetricSum>());
        }

        var window = new SequenceWindow { Starts = batch.Starts, Ends = batch.Ends, Wanted = labels.States };
        Tensor states = model.Hidden(Embed(batch), window, cache: null, context);
        Tensor logProbs = AnswerLogProbs.Compute(states, labels.Targets, model.Logits, blockRows);
        Tensor loss = SftLoss.Compute(logProbs, Tensor.From(weights).To(model.Compute.Device));
        var metrics = new Dictionary<string, MetricSum>(LossesBySource(batch, labels, logProbs.Detach(), weights));
        if (logAccuracy)
        {
            metrics["mean_token_accuracy"] = new(AnswerLogProbs.CountHits(states, labels.Targets, model.Logits, blockRows), labels.Count);
        }

        return new LossReport(loss, weights.Sum(weight => (double)weight), metrics);
    }

    private Tensor Embed(ConversationBatch batch)
    {
        Tensor ids = batch.TokenIds.To(model.Compute.Device);
        return model.Embed(ids, batch.Pixels is { } pixels ? model.Project(PictureFeatures.Of(model, pixels, context, features), context, batch.Instructions) : null);
    }

    /// <summary><c>loss/SOURCE</c> for each source that the batch's records name: shows which part of a mixture learns.</summary>
    private IEnumerable<KeyValuePair<string, MetricSum>> LossesBySource(
        ConversationBatch batch, LabelPositions labels, Tensor logProbs, float[] weights) =>
        Enumerable.Range(0, labels.Count)
            .Where(label => batch.Sources[labels.Rows[label]] is not null)
            .GroupBy(label => batch.Sources[labels.Rows[label]])
            .Select(group =>
            {
                float[] own = [.. group.Select(label => weights[label])];
                Tensor chosen = logProbs.IndexSelect(0, Tensor.From<long>([.. group.Select(label => (long)label)]).To(model.Compute.Device));
                Tensor loss = SftLoss.Compute(chosen, Tensor.From(own).To(model.Compute.Device));
                return KeyValuePair.Create($"loss/{group.Key}", new MetricSum(loss, own.Sum(weight => (double)weight)));
            });
}
