using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>How <see cref="LlavaCheckpoint.Save"/> writes a model.</summary>
public sealed record SaveOptions
{
    /// <summary>
    /// Folder of the checkpoint that the model comes from: its tokenizer is written with it, and settings and parts of the tower
    /// that this framework has no use for are kept. None: neither.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>Most bytes of one file's data.</summary>
    public long MaxShardLength { get; init; } = ShardedWriter.DefaultShardLength;

    /// <summary>How names are spelt and config.json is built; none: as <see cref="CheckpointLayouts.For"/> says.</summary>
    public CheckpointLayout? Layout { get; init; }

    /// <summary>Element type of the written weights; none: as they are.</summary>
    public DType? Type { get; init; }
}
