using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Llama;

/// <summary>Causal self-attention with rotary positions and grouped key-value heads.</summary>
public sealed class LlamaAttention
{
    private readonly LlamaConfig config;
    private readonly int layer;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;

    /// <summary>Registers the four projections.</summary>
    public LlamaAttention(ParameterBuilder builder, LlamaConfig config, int layer)
    {
        this.config = config;
        this.layer = layer;
        string path = $"model.layers.{layer}.self_attn";
        var queries = new LinearShape(config.HiddenSize, config.Heads * config.HeadDim);
        var shared = new LinearShape(config.HiddenSize, config.KeyValueHeads * config.HeadDim);
        query = new Linear(builder, $"{path}.q_proj", ParameterGroup.LanguageModel, queries);
        key = new Linear(builder, $"{path}.k_proj", ParameterGroup.LanguageModel, shared);
        value = new Linear(builder, $"{path}.v_proj", ParameterGroup.LanguageModel, shared);
        output = new Linear(builder, $"{path}.o_proj", ParameterGroup.LanguageModel, new LinearShape(queries.Outputs, config.HiddenSize));
    }

    /// <summary>Layers that an adapter may attach to.</summary>
    public IEnumerable<Linear> Linears => [query, key, value, output];

    /// <summary>Attends over the cache's tokens and the new ones.</summary>
    /// <param name="input">[batch, length, hidden].</param>
    /// <param name="step">What the layers share in this pass.</param>
    /// <returns>The heads' mixed values, [batch, length, heads · headDim], before the output projection.</returns>
    public Tensor Mix(Tensor input, LlamaStep step)
    {
        long batch = input.Size(0);
        long length = input.Size(1);
        Tensor[] projected = Linear.ForwardAll(input, step.Context, query, key, value);
        Tensor q = step.Angles.Rotate(projected[0].View(batch, length, config.Heads, config.HeadDim));
        Tensor k = step.Angles.Rotate(projected[1].View(batch, length, config.KeyValueHeads, config.HeadDim));
        Tensor v = projected[2].View(batch, length, config.KeyValueHeads, config.HeadDim);
        if (step.Cache is { } cache)
        {
            (k, v) = cache.Append(layer, k, v);
        }

        return Attend(q, k, v, step).Reshape(batch, length, config.Heads * config.HeadDim);
    }

    /// <summary>Brings mixed values, […, heads · headDim], back into the stream, […, hidden].</summary>
    public Tensor Project(Tensor mixed, ForwardContext context) => output.Forward(mixed, context);

    private Tensor Attend(Tensor q, Tensor k, Tensor v, LlamaStep step)
    {
        if (step.Context.Observer is not { } observer || !observer.Wants(layer, config.Layers))
        {
            return Functional.Attention(q, k, v, step.Window.Starts, step.Window.Ends, causal: true, step.Window.Branches, step.Window.Sources);
        }

        TensorPair seen = Functional.AttentionWithWeights(q, k, v, step.Window.Starts, step.Window.Ends, causal: true, step.Window.Branches, step.Window.Sources);
        observer.Observe(layer, seen.Second);
        return seen.First;
    }
}

/// <summary>What all layers share in one pass.</summary>
/// <param name="Angles">Rotary angles of the new tokens.</param>
/// <param name="Window">Which keys are real.</param>
/// <param name="Cache">Tokens so far; none: the new ones are all.</param>
/// <param name="Context">How the pass is run.</param>
public sealed record LlamaStep(RotaryAngles Angles, SequenceWindow Window, KvCache? Cache, ForwardContext Context);
