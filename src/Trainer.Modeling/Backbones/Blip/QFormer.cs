using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>Learnt queries that read a picture, and an instruction beside it (arXiv:2301.12597, arXiv:2305.06500).</summary>
public sealed class QFormer
{
    private readonly Parameter queries;
    private readonly LayerNorm norm;
    private readonly WordEmbeddings? words;
    private readonly QFormerBlock[] blocks;

    /// <summary>Registers the weights.</summary>
    /// <param name="builder">Collects the weights.</param>
    /// <param name="config">Sizes; with a Q-Former.</param>
    /// <param name="group">Part of the model.</param>
    public QFormer(ParameterBuilder builder, LlavaConfig config, ParameterGroup group)
    {
        QFormerConfig former = config.QFormer!;
        queries = builder.Add("query_tokens", group, Initialization.Embedding, 1, former.Queries, former.HiddenSize);
        norm = new LayerNorm(builder, "qformer.embeddings.layernorm", former.HiddenSize, former.LayerNormEpsilon, group);
        words = former.ReadsInstruction ? new WordEmbeddings(builder, group, former) : null;
        blocks = [.. Enumerable.Range(0, former.Layers).Select(layer => new QFormerBlock(builder, layer, group, former, config.Vision.HiddenSize))];
    }

    /// <summary>What the queries read.</summary>
    /// <param name="features">The picture, [images, tokens, width].</param>
    /// <param name="instructions">What is asked about each picture; none asks nothing.</param>
    /// <param name="context">How the pass is run.</param>
    /// <returns>[images, queries, hidden].</returns>
    public Tensor Forward(Tensor features, Instructions? instructions, ForwardContext context)
    {
        long count = queries.Value.Size(1);
        Tensor asking = queries.As(features.DType).Expand(features.Size(0), count, queries.Value.Size(2));
        Tensor stream = instructions is null ? asking : Tensor.Cat(1, asking, words!.Forward(instructions.Ids, features.DType));
        Tensor? ends = instructions is null ? null : Tensor.From<long>([.. instructions.Lengths.ToArray<long>().Select(length => count + length)]);

        // Not checkpointed: its blocks are small, and read features that may themselves have a graph.
        return context.RunBlocks(blocks, checkpoint: false, (block, x) => block.Forward(x, features, ends, context), norm.Forward(stream)).Narrow(1, 0, count);
    }
}
