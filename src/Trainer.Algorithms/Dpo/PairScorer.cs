using Trainer.Algorithms.Common;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo;

/// <summary>Finds out how likely a model thinks the answers of pairs are. Both collations of a batch give the same figures.</summary>
/// <param name="model">The model; whichever adapter is active takes part.</param>
/// <param name="context">Dropout and checkpointing of the forward pass.</param>
/// <param name="options">What else differs between policy and reference.</param>
public sealed class PairScorer(LlavaModel model, ForwardContext context, PairScorerOptions options)
{
    private readonly int blockRows = AnswerLogProbs.BlockRows(model.Config.Text.VocabularySize);

    /// <summary>Log-probabilities of both answers, summed over their scored tokens: log π(y | v, x).</summary>
    /// <param name="batch">The pairs.</param>
    /// <param name="pixels">The pictures to show; those of the batch, or others of the same shape.</param>
    public PairScores Score(PreferenceBatch batch, Tensor? pixels)
    {
        Tensor? images = Project(pixels, batch.Instructions);
        if (images is not null && batch.Shared is null)
        {
            images = Tensor.Cat(0, images, images);
        }

        Tensor[] sums = Sum(batch, new Reading(batch.TokenIds, images, WindowOf(batch)), batch.Chosen, batch.Rejected).Chunk(2, 0);
        return new PairScores(sums[0], sums[1]);
    }

    /// <summary>The same of the chosen answers alone, without the price of the rejected ones, [pairs].</summary>
    /// <inheritdoc cref="Score"/>
    public Tensor ScoreChosen(PreferenceBatch batch, Tensor? pixels)
    {
        long longest = batch.ChosenEnds.ToArray<long>().Max();
        Tensor ids = batch.TokenIds.Narrow(0, 0, batch.Samples).Narrow(1, 0, longest).Contiguous();
        return Sum(batch, new Reading(ids, Project(pixels, batch.Instructions), new SequenceWindow { Ends = batch.ChosenEnds }), batch.Chosen);
    }

    private SequenceWindow WindowOf(PreferenceBatch batch) => batch.Shared is not { } shared
        ? new SequenceWindow { Ends = batch.Ends }
        : new SequenceWindow
        {
            Ends = batch.Ends,
            Positions = shared.Positions.To(model.Compute.Device),
            Branches = new Branches(shared.PrefixEnds, shared.BranchStarts),
        };

    private Tensor? Project(Tensor? pixels, Instructions? instructions)
    {
        if (pixels is null)
        {
            return null;
        }

        Tensor features = PictureFeatures.Of(model, pixels, context, options.Features);
        return options.Projector is { } projector ? projector.Forward(features, instructions, context) : model.Project(features, context, instructions);
    }

    private Tensor Sum(PreferenceBatch batch, Reading rows, params AnswerLabels[] sides)
    {
        LabelPositions labels = PairLabels.Of(sides, batch.Samples, rows.TokenIds.Size(1), model.Compute.Device);
        Tensor embedded = model.Embed(rows.TokenIds.To(model.Compute.Device), rows.Images);
        Tensor states = model.Hidden(embedded, rows.Window with { Wanted = labels.States }, cache: null, context);
        Tensor logProbs = AnswerLogProbs.Compute(states, labels.Targets, model.Logits, blockRows);
        int answers = sides.Length * batch.Samples;
        return options.DdpoGamma == 0
            ? AnswerSums.Of(logProbs, labels.Rows, answers)
            : AnswerSums.WeightedMean(logProbs, PairLabels.Weights(batch, options.DdpoGamma).AsSpan(0, labels.Count), labels.Rows, answers);
    }

    /// <summary>What the model reads.</summary>
    /// <param name="TokenIds">Int64 [rows, time].</param>
    /// <param name="Images">Projected pictures, or none.</param>
    /// <param name="Window">Which tokens are real.</param>
    private sealed record Reading(Tensor TokenIds, Tensor? Images, SequenceWindow Window);
}

/// <summary>What a scorer's figures depend on beside the model and the pairs.</summary>
public sealed record PairScorerOptions
{
    /// <summary>Features of a frozen vision tower; none computes them for every batch.</summary>
    public ImageFeatureCache? Features { get; init; }

    /// <summary>A projector to use in place of the model's own.</summary>
    public IProjector? Projector { get; init; }

    /// <summary>Weight of tokens in which a pair's answers differ, for a weighted mean; 0 takes plain sums.</summary>
    public double DdpoGamma { get; init; }
}

/// <summary>Log-probabilities of the answers of a batch, Float32 [pairs] each.</summary>
/// <param name="Chosen">Of the better answers.</param>
/// <param name="Rejected">Of the worse answers.</param>
public sealed record PairScores(Tensor Chosen, Tensor Rejected);
