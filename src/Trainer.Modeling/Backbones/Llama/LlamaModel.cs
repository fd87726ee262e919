using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Llama;

/// <summary>A Llama-family decoder.</summary>
public sealed class LlamaModel
{
    private readonly Parameter tokens;
    private readonly LlamaBlock[] blocks;
    private readonly RmsNorm norm;
    private readonly Parameter head;

    /// <summary>Registers all weights.</summary>
    public LlamaModel(ParameterBuilder builder, LlamaConfig config)
    {
        tokens = builder.Add("model.embed_tokens.weight", ParameterGroup.LanguageModel, Initialization.Embedding, config.VocabularySize, config.HiddenSize);
        blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => new LlamaBlock(builder, config, layer))];
        norm = new RmsNorm(builder, "model.norm", config.HiddenSize, config.RmsNormEpsilon);
        head = config.TieWordEmbeddings
            ? tokens
            : builder.Add("lm_head.weight", ParameterGroup.LanguageModel, Initialization.Projection, config.VocabularySize, config.HiddenSize);
    }

    /// <summary>Layers that <c>all-linear</c> adapters attach to: every linear but the output projection.</summary>
    public IEnumerable<Linear> Linears => blocks.SelectMany(block => block.Linears);

    /// <summary>Rows of the token table.</summary>
    /// <param name="ids">Int64 [batch, length].</param>
    public Tensor Embed(Tensor ids) => Functional.Embedding(tokens.Value, ids);

    /// <summary>Runs the blocks and the final normalisation.</summary>
    /// <param name="embeddings">[batch, length, hidden].</param>
    /// <param name="step">Angles of these tokens, the tokens so far, and how the pass is run.</param>
    /// <returns>[batch, length, hidden], or [wanted, hidden] of the tokens that the step's window wants.</returns>
    public Tensor Hidden(Tensor embeddings, LlamaStep step)
    {
        Tensor stream = step.Context.RunBlocks(blocks, step.Context.CheckpointLanguage, (block, x) => block.Forward(x, step), embeddings);
        step.Cache?.Advance(embeddings.Size(1));
        return norm.Forward(stream);
    }

    /// <summary>Runs all but the last half block, for tokens of which it is not clear yet whether anybody reads their states. No gradients.</summary>
    /// <param name="embeddings">[batch, length, hidden].</param>
    /// <param name="step">As for <see cref="Hidden"/>.</param>
    public UnfinishedStates Look(Tensor embeddings, LlamaStep step)
    {
        Tensor stream = step.Context.RunBlocks(blocks[..^1], checkpoint: false, (block, x) => block.Forward(x, step), embeddings);
        UnfinishedStates states = blocks[^1].Look(stream, step);
        step.Cache?.Advance(embeddings.Size(1));
        return states;
    }

    /// <summary>Runs what <see cref="Look"/> left, for the tokens that are wanted.</summary>
    /// <returns>[…, hidden], after the final normalisation.</returns>
    public Tensor Finish(UnfinishedStates states, ForwardContext context) => norm.Forward(blocks[^1].Finish(states, context));

    /// <summary>Scores of every next token, for the rows that the caller chose: never ask for more rows than needed.</summary>
    /// <param name="hidden">[…, hidden], after the final normalisation.</param>
    /// <returns>[…, vocabulary], in the type of the activations.</returns>
    public Tensor Logits(Tensor hidden) => Functional.Linear(hidden, head.As(hidden.DType));
}
