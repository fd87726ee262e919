using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>A tower with a Q-Former that asks it without knowing the question, so that its answers of a picture can be kept.</summary>
public sealed class QueryingTower : IVisionTower
{
    private readonly EvaTower tower;
    private readonly QFormer former;

    /// <summary>Registers both.</summary>
    public QueryingTower(ParameterBuilder builder, LlavaConfig config)
    {
        tower = new EvaTower(builder, config);
        former = new QFormer(builder, config, ParameterGroup.VisionTower);
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor pixels, ForwardContext context) => former.Forward(tower.Forward(pixels, context), null, context);
}
