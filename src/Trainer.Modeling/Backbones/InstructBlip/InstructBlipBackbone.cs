using Trainer.Modeling.Backbones.Blip;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;

namespace Trainer.Modeling.Backbones.InstructBlip;

/// <summary>
/// InstructBLIP with Vicuna (arXiv:2305.06500): EVA-CLIP's tower, a Q-Former that reads the instruction as well, one linear layer. Its folder
/// is what transformers has, or a Vicuna's with LAVIS's file in it.
/// </summary>
public static class InstructBlipBackbone
{
    /// <summary>The family.</summary>
    public static Backbone Instance { get; } = new()
    {
        Name = "InstructBLIP",
        ChatTemplate = "instructblip",
        Architecture = "InstructBlipForConditionalGeneration",
        ModelType = "instructblip",
        Layout = CheckpointLayout.InstructBlip,
        RepetitionPenalty = 1.5,
        ImageTokens = config => config.QFormer!.Queries,
        Features = config => new FeatureShape(config.Vision.Patches + 1, config.Vision.HiddenSize),
        Tower = (builder, config) => new EvaTower(builder, config),
        Projector = (builder, config) => new AskingProjector(builder, config),
        FurtherFiles = LavisFiles.OpenIfAny,
        Read = reader => BlipConfigJson.Read(reader, Instance!, readsInstruction: true) ?? LavisConfig.Read(reader, Instance!, readsInstruction: true),
    };
}
