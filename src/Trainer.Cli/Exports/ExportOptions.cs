using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>What is exported, and how.</summary>
/// <param name="Source">Folder of a model, or of an adapter, which names its base.</param>
/// <param name="Directory">Folder to fill.</param>
internal sealed record ExportOptions(string Source, string Directory)
{
    private const double FloatTolerance = 1e-4;
    private const double BfloatTolerance = 0.03;

    /// <summary>Element type of the written weights.</summary>
    internal ModelDtype Type { get; init; } = ModelDtype.Float32;

    /// <summary>Most bytes of one file's data.</summary>
    internal long MaxShardLength { get; init; } = ShardedWriter.DefaultShardLength;

    /// <summary>How it is written; none: as the model's kind suggests.</summary>
    internal CheckpointLayout? Layout { get; init; }

    /// <summary>Whether the adapter is written by itself instead of merged.</summary>
    internal bool AdapterOnly { get; init; }

    /// <summary>Largest difference of logits, as a share of the largest logit, that is put down to rounding; none: by the type.</summary>
    internal double? Tolerance { get; init; }

    /// <summary>Folder of the language model that the source is a difference to; none: it is whole.</summary>
    internal string? DeltaBase { get; init; }

    /// <summary>The tolerance that holds.</summary>
    internal double Limit => Tolerance ?? (Type == ModelDtype.Bfloat16 ? BfloatTolerance : FloatTolerance);

    /// <summary>The type as libtorch knows it.</summary>
    internal DType ElementType => Type == ModelDtype.Bfloat16 ? DType.BFloat16 : DType.Float32;
}
