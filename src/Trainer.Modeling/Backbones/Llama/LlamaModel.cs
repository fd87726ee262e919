using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Llama;

/// <summary>A Llama-family decoder.</summary>
public sealed class LlamaModel : IDisposable
{
    private readonly LlamaConfig config;
    private readonly Parameter tokens;
    private readonly LlamaBlock[] blocks;
    private readonly RmsNorm norm;
    private readonly Parameter head;
    private readonly RotaryTable rotary;

    /// <summary>Registers all weights.</summary>
    public LlamaModel(ParameterBuilder builder, LlamaConfig config, Device device)
    {
        this.config = config;
        tokens = builder.Add("model.embed_tokens.weight", ParameterGroup.LanguageModel, Initialization.Normal, config.VocabularySize, config.HiddenSize);
        blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => new LlamaBlock(builder, config, layer))];
        norm = new RmsNorm(builder, "model.norm", config.HiddenSize, config.RmsNormEpsilon);
        head = config.TieWordEmbeddings
            ? tokens
            : builder.Add("lm_head.weight", ParameterGroup.LanguageModel, Initialization.Normal, config.VocabularySize, config.HiddenSize);
        rotary = new RotaryTable(config, device);
    }

    /// <summary>Layers that <c>all-linear</c> adapters attach to: every linear but the output projection.</summary>
    public IEnumerable<Linear> Linears => blocks.SelectMany(block => block.Linears);

    /// <summary>Rows of the token table.</summary>
    /// <param name="ids">Int64 [batch, length].</param>
    public Tensor Embed(Tensor ids) => Functional.Embedding(tokens.Value, ids);

    /// <summary>Runs the blocks and the final normalisation.</summary>
    /// <param name="embeddings">[batch, length, hidden].</param>
    /// <param name="window">Which tokens are real.</param>
    /// <param name="cache">Tokens so far; none: these are all.</param>
    /// <param name="context">How the pass is run.</param>
    /// <returns>[batch, length, hidden].</returns>
    public Tensor Hidden(Tensor embeddings, SequenceWindow window, KvCache? cache, ForwardContext context)
    {
        long length = embeddings.Size(1);
        RotaryAngles angles = window.Positions is { } positions ? rotary.At(positions) : rotary.First(length);
        var step = new LlamaStep(angles, window, cache, context);
        Tensor stream = embeddings;
        foreach (LlamaBlock block in blocks)
        {
            stream = context.RunBlock(context.CheckpointLanguage, x => block.Forward(x, step), stream);
        }

        cache?.Advance(length);
        return norm.Forward(stream);
    }

    /// <summary>Scores of every next token, for the rows that the caller chose: never ask for more rows than needed.</summary>
    /// <param name="hidden">[…, hidden], after the final normalisation.</param>
    /// <returns>[…, vocabulary], in the type of the activations.</returns>
    public Tensor Logits(Tensor hidden) => Functional.Linear(hidden, head.As(hidden.DType));

    /// <summary>Frees the rotary tables; the weights belong to the model that holds this one.</summary>
    public void Dispose() => rotary.Dispose();
}
