using Trainer.Data.Rewards;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Algorithms.Common.Rewards;

/// <summary>Says how good answers are.</summary>
/// <param name="model">The model; whichever adapter is active takes part.</param>
/// <param name="head">Makes a score of a state.</param>
/// <param name="context">Dropout and checkpointing of the forward pass.</param>
/// <param name="features">Features of a frozen vision tower; null computes them for every batch.</param>
public sealed class RewardScorer(LlavaModel model, RewardHead head, ForwardContext context, ImageFeatureCache? features)
{
    /// <summary>Rewards of all answers: the head at each row's last token.</summary>
    /// <returns>Float32 [answers each, samples].</returns>
    public Tensor Score(RewardBatch batch)
    {
        Tensor? images = Project(batch);
        Tensor embedded = model.Embed(batch.TokenIds.To(model.Compute.Device), images);
        var window = new SequenceWindow { Starts = batch.Starts, Wanted = LastTokens(batch.TokenIds) };
        return head.Forward(model.Hidden(embedded, window, cache: null, context)).Reshape(batch.AnswersEach, batch.Samples);
    }

    private Tensor LastTokens(Tensor ids)
    {
        long[] places = [.. Enumerable.Range(1, (int)ids.Size(0)).Select(row => (row * ids.Size(1)) - 1)];
        return Tensor.From(places).To(model.Compute.Device);
    }

    private Tensor? Project(RewardBatch batch)
    {
        if (batch.Pixels is not { } pixels)
        {
            return null;
        }

        Tensor projected = model.Project(PictureFeatures.Of(model, pixels, context, features), context, batch.Instructions);
        return Tensor.Cat(0, [.. Enumerable.Repeat(projected, batch.AnswersEach)]);
    }
}
