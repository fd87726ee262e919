using Trainer.Modeling;
using Trainer.Modeling.Backbones.MiniGpt4;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>A MiniGPT-4 of three queries before the language model of <see cref="TinyLlava"/>. Numbers of heads are as published, since files don't tell them.</summary>
public static class TinyMiniGpt4
{
    /// <summary>Its numbers.</summary>
    public static BackboneGolden Golden { get; } = new("minigpt4");

    /// <summary>Its sizes.</summary>
    public static LlavaConfig Config { get; } = new()
    {
        Family = MiniGpt4Backbone.Instance,
        Text = TinyLlava.Config.Text,
        Vision = new ClipVisionConfig
        {
            HiddenSize = 32, IntermediateSize = 40, Layers = 2, Heads = 16, ImageSize = 12, PatchSize = 4, LayerNormEpsilon = 1e-6, HiddenActivation = "gelu",
        },
        SelectLayer = -1,
        QFormer = new QFormerConfig { Queries = 3, HiddenSize = 24, IntermediateSize = 20, Layers = 3, VocabularySize = 0, MaxPositions = 0 },
        Projector = ProjectorKind.Linear,
        ImageTokenId = 40,
        ImageAspectRatio = ImageAspectRatio.Stretch,
    };

    /// <summary>A model with the weights that the numbers belong to.</summary>
    public static LlavaModel Create() => new(Config, Golden.Weight, Placement.CpuFloat);
}
