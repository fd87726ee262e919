using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>What is exported, and how.</summary>
/// <param name="Source">Folder of a model, or of an adapter, which names its base.</param>
/// <param name="Directory">Folder to fill.</param>
internal sealed record ExportOptions(string Source, string Directory)
{
    private const double FloatTolerance = 1e-4;
    private const double HalfTolerance = 0.005;
    private const double BfloatTolerance = 0.03;

    /// <summary>For what software.</summary>
    internal ExportFormat Format { get; init; }

    /// <summary>Element type of the written weights.</summary>
    internal DType Type { get; init; } = DType.Float32;

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
    internal double Limit => Tolerance ?? Type switch
    {
        DType.BFloat16 => BfloatTolerance,
        DType.Float16 => HalfTolerance,
        _ => FloatTolerance,
    };
}
