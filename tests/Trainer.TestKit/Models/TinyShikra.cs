using Trainer.Modeling;
using Trainer.Modeling.Backbones.Shikra;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>A Shikra as small as <see cref="TinyLlava"/>, with three rows of the vocabulary for pictures.</summary>
public static class TinyShikra
{
    /// <summary>Its numbers.</summary>
    public static BackboneGolden Golden { get; } = new("shikra");

    /// <summary>Its sizes.</summary>
    public static LlavaConfig Config { get; } = TinyLlava.Config with
    {
        Family = ShikraBackbone.Instance,
        Text = TinyLlava.Config.Text with { VocabularySize = 43 },
        Projector = ProjectorKind.Linear,
        HasImageMarks = true,
        ImageTokenId = 40,
    };

    /// <summary>A model with the weights that the numbers belong to.</summary>
    public static LlavaModel Create() => new(Config, Golden.Weight, Placement.CpuFloat);
}
