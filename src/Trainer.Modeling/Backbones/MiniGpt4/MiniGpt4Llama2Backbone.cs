using Trainer.Modeling.Backbones.Blip;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;

namespace Trainer.Modeling.Backbones.MiniGpt4;

/// <summary>
/// MiniGPT-4 with Llama 2, whose authors left the Q-Former out: EVA-CLIP's patches, four neighbours at a time, through one linear layer. Its folder
/// is a Llama 2's with EVA's file and the projection's in it; it is written as BLIP-2 is, without a Q-Former, which no other software reads.
/// </summary>
public static class MiniGpt4Llama2Backbone
{
    /// <summary>The family.</summary>
    public static Backbone Instance { get; } = new()
    {
        Name = "MiniGPT-4 with Llama 2",
        ChatTemplate = "minigpt4_llama2",
        Architecture = "MiniGPT4",
        ModelType = "minigpt4_llama2",
        Layout = CheckpointLayout.Blip2,
        ImageTokens = config => NeighbouringTower.Tokens(config.Vision),
        Features = config => new FeatureShape(NeighbouringTower.Tokens(config.Vision), NeighbouringTower.Together * config.Vision.HiddenSize),
        Tower = (builder, config) => new NeighbouringTower(builder, config),
        Projector = (builder, config) => new Projector(builder, config),
        FurtherFiles = directory => LavisFiles.OpenIfAny(directory) is { } files ? new UntrainedNorm(files) : null,
        Read = Read,
    };

    private static LlavaConfig? Read(ConfigReader reader)
    {
        LlavaConfig? config = BlipConfigJson.Read(reader, Instance, readsInstruction: null) ?? LavisConfig.Read(reader, Instance, readsInstruction: null);
        return config is null || config.Vision.Patches % NeighbouringTower.Together == 0
            ? config
            : throw reader.Wrong("vision_config", $"a picture of patches that go up in groups of {NeighbouringTower.Together}");
    }
}
