using Trainer.Modeling.Backbones.InstructBlip;
using Trainer.Modeling.Backbones.Llava;
using Trainer.Modeling.Backbones.MiniGpt4;
using Trainer.Modeling.Backbones.Shikra;

namespace Trainer.Modeling.Backbones;

/// <summary>
/// Every family of models. To add one: a folder with its <see cref="Backbone"/> and the layers that no other family has, and a line here.
/// The first family that knows a config.json has it.
/// </summary>
public static class BackboneCatalog
{
    /// <summary>The families.</summary>
    public static IReadOnlyList<Backbone> All { get; } =
    [
        ShikraBackbone.Instance,
        MiniGpt4Llama2Backbone.Instance,
        MiniGpt4Backbone.Instance,
        InstructBlipBackbone.Instance,
        LlavaBackbone.Instance,
    ];
}
