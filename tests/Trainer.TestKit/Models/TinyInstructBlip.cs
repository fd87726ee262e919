using Trainer.Modeling;
using Trainer.Modeling.Backbones.InstructBlip;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>An InstructBLIP as small as <see cref="TinyMiniGpt4"/>, with fifty words for instructions.</summary>
public static class TinyInstructBlip
{
    /// <summary>Its numbers.</summary>
    public static BackboneGolden Golden { get; } = new("instructblip");

    /// <summary>Its sizes.</summary>
    public static LlavaConfig Config { get; } = TinyMiniGpt4.Config with
    {
        Family = InstructBlipBackbone.Instance,
        QFormer = TinyMiniGpt4.Config.QFormer! with { ReadsInstruction = true, VocabularySize = 50, MaxPositions = 16 },
    };

    /// <summary>A model with the weights that the numbers belong to.</summary>
    public static LlavaModel Create() => new(Config, Golden.Weight, Placement.CpuFloat);
}
