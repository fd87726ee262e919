using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;

namespace Trainer.Modeling.Backbones.Llava;

/// <summary>LLaVA, versions 1 and 1.5, with whatever was trained from it: CLIP's patches through a projector of one or two layers (arXiv:2304.08485, arXiv:2310.03744).</summary>
public static class LlavaBackbone
{
    /// <summary>The family.</summary>
    public static Backbone Instance { get; } = new()
    {
        Name = "LLaVA",
        ChatTemplate = "v1",
        Architecture = "LlavaLlamaForCausalLM",
        ModelType = "llava_llama",
        ImageTokens = Tokens,
        Features = config => new FeatureShape(Tokens(config), config.Vision.HiddenSize),
        Tower = (builder, config) => new ClipVisionTower(builder, config),
        Projector = (builder, config) => new Projector(builder, config),
        Unused = ClipVisionTower.RegisterUnused,
        Read = Read,
    };

    private static int Tokens(LlavaConfig config) => config.Vision.Patches + (config.KeepClassToken ? 1 : 0);

    private static LlavaConfig? Read(ConfigReader reader)
    {
        if (reader.Has("text_config") && reader.Has("vision_config"))
        {
            return NestedLlavaConfig.Read(reader);
        }

        if (!reader.Has("mm_vision_tower"))
        {
            return null;
        }

        reader.RequireFlag("mm_use_im_start_end", false);
        return FlatLlavaConfig.Read(reader);
    }
}
