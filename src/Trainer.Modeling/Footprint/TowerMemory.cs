using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Footprint;

/// <summary>What the vision tower takes for each picture, in bytes. It follows <c>ClipVisionBlock</c> as <see cref="BlockMemory"/> follows the other.</summary>
/// <param name="config">Sizes.</param>
/// <param name="numerics">Type and kernels.</param>
public sealed class TowerMemory(LlavaConfig config, Numerics numerics)
{
    private const int Float = 4;
    private const int PassingScores = 3;

    private ClipVisionConfig Vision => config.Vision;

    // The class token is read beside the patches.
    private long Tokens => Vision.Patches + 1;

    // Both normalisations' inputs and outputs, queries, keys, values, what attention mixed, and the network before and after its activation.
    private long BlockElements => Tokens * ((8L * Vision.HiddenSize) + (2L * Vision.IntermediateSize));

    // Attention's weights twice; copies of queries, keys and values are kept in place of themselves.
    private long Composed => numerics.IsFused ? 0 : Tokens * ((Vision.IntermediateSize * numerics.Size) + (Vision.Heads * Tokens * (Float + numerics.Size)));

    /// <summary>What a tower that learns keeps for the backward pass; with checkpointing, its blocks' inputs and one whole block.</summary>
    /// <param name="checkpointing">Whether blocks are run again in the backward pass.</param>
    public long Kept(bool checkpointing)
    {
        long block = (BlockElements * numerics.Size) + Composed;
        return checkpointing ? block + (config.VisionLayersUsed * Tokens * Vision.HiddenSize * numerics.Size) : config.VisionLayersUsed * block;
    }

    /// <summary>A pass without gradients: one block's results, three of which are no longer than it, and attention's scores.</summary>
    public long WithoutGradients => ((BlockElements + (3 * Tokens * Vision.HiddenSize)) * numerics.Size)
        + (numerics.IsFused ? 0 : PassingScores * Float * Vision.Heads * Tokens * Tokens);
}
