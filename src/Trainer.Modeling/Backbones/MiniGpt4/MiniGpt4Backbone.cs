using Trainer.Modeling.Backbones.Blip;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;

namespace Trainer.Modeling.Backbones.MiniGpt4;

/// <summary>
/// MiniGPT-4 with Vicuna (arXiv:2304.10592): EVA-CLIP's tower, BLIP-2's Q-Former without words, one linear layer. Its folder is a Vicuna's
/// with the three published files in it, or what transformers calls BLIP-2, which is how it is written.
/// </summary>
public static class MiniGpt4Backbone
{
    /// <summary>The family.</summary>
    public static Backbone Instance { get; } = new()
    {
        Name = "MiniGPT-4",
        ChatTemplate = "minigpt4",
        Architecture = "Blip2ForConditionalGeneration",
        ModelType = "blip-2",
        Layout = CheckpointLayout.Blip2,
        ImageTokens = config => config.QFormer!.Queries,
        Features = config => new FeatureShape(config.QFormer!.Queries, config.QFormer.HiddenSize),
        Tower = (builder, config) => new QueryingTower(builder, config),
        Projector = (builder, config) => new Projector(builder, config),
        FurtherFiles = LavisFiles.OpenIfAny,
        Read = reader => BlipConfigJson.Read(reader, Instance!, readsInstruction: false) ?? LavisConfig.Read(reader, Instance!, readsInstruction: false),
    };
}
