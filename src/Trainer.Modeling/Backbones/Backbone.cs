using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Backbones;

/// <summary>
/// A family of models: how its config is read, and what its models see with. Behind the projector all families are alike, a Llama that
/// reads image tokens among words, so that training and decoding need not know the family.
/// </summary>
public sealed record Backbone
{
    /// <summary>Name in messages.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the conversation template that the published models were trained with.</summary>
    public required string ChatTemplate { get; init; }

    /// <summary>The class that config.json names, for the software that the family comes from.</summary>
    public required string Architecture { get; init; }

    /// <summary>That config's model_type.</summary>
    public required string ModelType { get; init; }

    /// <summary>The one layout that its checkpoints are written in; none: LLaVA's, of which there are two.</summary>
    public CheckpointLayout? Layout { get; init; }

    /// <summary>Repetition penalty that its authors generate with, for recipes that name none.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Image tokens of one picture in the language model's input.</summary>
    public required Func<LlavaConfig, int> ImageTokens { get; init; }

    /// <summary>What the tower gives for one picture.</summary>
    public required Func<LlavaConfig, FeatureShape> Features { get; init; }

    /// <summary>Registers the part whose features can be kept.</summary>
    public required Func<ParameterBuilder, LlavaConfig, IVisionTower> Tower { get; init; }

    /// <summary>Registers the part that leads into the language model.</summary>
    public required Func<ParameterBuilder, LlavaConfig, IProjector> Projector { get; init; }

    /// <summary>Registers what published files have of the tower though the model does not run it.</summary>
    internal Action<ParameterBuilder, LlavaConfig> Unused { get; init; } = (_, _) => { };

    /// <summary>Weights that lie beside those of a folder's language model, under names that <see cref="NameMap"/> knows; null where there are none.</summary>
    internal Func<string, IWeightSource?> FurtherFiles { get; init; } = _ => null;

    /// <summary>The config of a model of this family; null for other models.</summary>
    internal Func<ConfigReader, LlavaConfig?> Read { get; init; } = _ => null;
}
