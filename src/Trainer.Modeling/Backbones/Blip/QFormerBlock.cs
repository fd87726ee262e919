using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>One block: queries and words attend to each other, queries look at the picture, and each kind has a network of its own.</summary>
public sealed class QFormerBlock
{
    private readonly int queries;
    private readonly BertAttention attention;
    private readonly BertAttention? look;
    private readonly BertFeedForward ofQueries;
    private readonly BertFeedForward? ofWords;

    /// <summary>Registers the block's weights.</summary>
    /// <param name="builder">Collects the weights.</param>
    /// <param name="layer">Its place, from 0.</param>
    /// <param name="group">Part of the model.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="featureWidth">Width of the picture's features.</param>
    public QFormerBlock(ParameterBuilder builder, int layer, ParameterGroup group, QFormerConfig config, int featureWidth)
    {
        string path = $"qformer.encoder.layer.{layer}";
        queries = config.Queries;
        attention = new BertAttention(builder, $"{path}.attention", group, config, config.HiddenSize);
        look = layer % config.CrossAttentionFrequency == 0 ? new BertAttention(builder, $"{path}.crossattention", group, config, featureWidth) : null;
        ofQueries = new BertFeedForward(builder, path, "_query", group, config);
        ofWords = config.ReadsInstruction ? new BertFeedForward(builder, path, string.Empty, group, config) : null;
    }

    /// <summary>Runs the block on [images, queries and words, hidden].</summary>
    /// <param name="stream">Queries, and behind them the instruction's words, if any.</param>
    /// <param name="features">The picture, [images, tokens, width].</param>
    /// <param name="ends">End of each image's real tokens in the stream; none: all are.</param>
    /// <param name="context">How the pass is run.</param>
    public Tensor Forward(Tensor stream, Tensor features, Tensor? ends, ForwardContext context)
    {
        Tensor attended = attention.Forward(stream, stream, ends, context);
        Tensor asking = attended.Narrow(1, 0, queries);
        Tensor answered = ofQueries.Forward(look is null ? asking : look.Forward(asking, features, null, context), context);
        long words = stream.Size(1) - queries;
        return words == 0 ? answered : Tensor.Cat(1, answered, ofWords!.Forward(attended.Narrow(1, queries, words), context));
    }
}
