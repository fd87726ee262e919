using Trainer.Modeling.Backbones.Blip;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.MiniGpt4;

/// <summary>EVA-CLIP's tower without its class token, four neighbouring patches as one feature.</summary>
public sealed class NeighbouringTower : IVisionTower
{
    /// <summary>Patches of one feature; they follow each other in a row, from left to right.</summary>
    internal const int Together = 4;

    private readonly EvaTower tower;
    private readonly ClipVisionConfig config;

    /// <summary>Registers the tower's weights.</summary>
    public NeighbouringTower(ParameterBuilder builder, LlavaConfig config)
    {
        tower = new EvaTower(builder, config);
        this.config = config.Vision;
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor pixels, ForwardContext context) =>
        tower.Forward(pixels, context).Narrow(1, 1, config.Patches).Reshape(pixels.Size(0), Tokens(config), Together * config.HiddenSize);

    /// <summary>Features of one picture.</summary>
    internal static int Tokens(ClipVisionConfig config) => config.Patches / Together;
}
