using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Llama;

/// <summary>One block: attention and a gated feed-forward network, each behind a normalisation and added to the stream.</summary>
public sealed class LlamaBlock
{
    private readonly bool isLast;
    private readonly RmsNorm attentionNorm;
    private readonly LlamaAttention attention;
    private readonly RmsNorm feedForwardNorm;
    private readonly Linear gate;
    private readonly Linear up;
    private readonly Linear down;

    /// <summary>Registers the block's weights.</summary>
    public LlamaBlock(ParameterBuilder builder, LlamaConfig config, int layer)
    {
        Layer = layer;
        string path = $"model.layers.{layer}";
        isLast = layer == config.Layers - 1;
        attentionNorm = new RmsNorm(builder, $"{path}.input_layernorm", config.HiddenSize, config.RmsNormEpsilon);
        attention = new LlamaAttention(builder, config, layer);
        feedForwardNorm = new RmsNorm(builder, $"{path}.post_attention_layernorm", config.HiddenSize, config.RmsNormEpsilon);
        var widen = new LinearShape(config.HiddenSize, config.IntermediateSize);
        gate = new Linear(builder, $"{path}.mlp.gate_proj", ParameterGroup.LanguageModel, widen);
        up = new Linear(builder, $"{path}.mlp.up_proj", ParameterGroup.LanguageModel, widen);
        down = new Linear(builder, $"{path}.mlp.down_proj", ParameterGroup.LanguageModel, new LinearShape(config.IntermediateSize, config.HiddenSize));
    }

    /// <summary>Its place, from 0.</summary>
    public int Layer { get; }

    /// <summary>Layers that an adapter may attach to.</summary>
    public IEnumerable<Linear> Linears => [.. attention.Linears, gate, up, down];

    /// <summary>Runs the block on [batch, length, hidden].</summary>
    /// <returns>The same shape; of the last block [wanted, hidden] if the step's window says which tokens are wanted.</returns>
    public Tensor Forward(Tensor input, LlamaStep step)
    {
        UnfinishedStates states = Look(input, step);
        return Finish(isLast && step.Window.Wanted is { } wanted ? states.Of(wanted) : states, step.Context);
    }

    /// <summary>Runs the half of the block in which tokens look at each other.</summary>
    internal UnfinishedStates Look(Tensor input, LlamaStep step)
    {
        if (step.Context.States is { } observer && observer.Wants(Layer))
        {
            observer.Observe(Layer, input);
        }

        return new UnfinishedStates(input, attention.Mix(attentionNorm.Forward(input), step));
    }

    /// <summary>Runs the other half, in which each token is on its own.</summary>
    internal Tensor Finish(UnfinishedStates states, ForwardContext context)
    {
        Tensor attended = states.Stream + attention.Project(states.Mixed, context);
        Tensor normal = feedForwardNorm.Forward(attended);
        Tensor[] widened = Linear.ForwardAll(normal, context, gate, up);
        return attended + down.Forward(Functional.SwiGlu(widened[0], widened[1]), context);
    }
}
