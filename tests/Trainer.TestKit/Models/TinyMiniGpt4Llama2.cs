using Trainer.Modeling;
using Trainer.Modeling.Backbones.MiniGpt4;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary><see cref="TinyMiniGpt4"/> without a Q-Former, and with sixteen patches, four of which are one feature.</summary>
public static class TinyMiniGpt4Llama2
{
    /// <summary>Its numbers.</summary>
    public static BackboneGolden Golden { get; } = new("minigpt4_llama2");

    /// <summary>Its sizes.</summary>
    public static LlavaConfig Config { get; } = TinyMiniGpt4.Config with
    {
        Family = MiniGpt4Llama2Backbone.Instance,
        Vision = TinyMiniGpt4.Config.Vision with { ImageSize = 16 },
        QFormer = null,
    };

    /// <summary>A model with the weights that the numbers belong to.</summary>
    public static LlavaModel Create() => new(Config, Golden.Weight, Placement.CpuFloat);
}
