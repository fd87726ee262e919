using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Footprint;

/// <summary>What a Q-Former takes for each picture, in bytes. It follows <c>QFormerBlock</c> as <see cref="BlockMemory"/> follows a block of the language model.</summary>
/// <param name="config">Sizes; with a Q-Former.</param>
/// <param name="numerics">Type and kernels.</param>
public sealed class QFormerMemory(LlavaConfig config, Numerics numerics)
{
    private const int Float = 4;

    private QFormerConfig Former => config.QFormer!;

    // The tower's class token is looked at beside the patches.
    private long Seen => config.Vision.Patches + 1;

    /// <summary>What it keeps for the backward pass, whether its own weights learn or those of the tower before it.</summary>
    /// <param name="words">Tokens of the instruction beside the queries; none where it doesn't read them.</param>
    public long Kept(long words)
    {
        long tokens = Former.Queries + words;
        long looks = (Former.Layers + Former.CrossAttentionFrequency - 1) / Former.CrossAttentionFrequency;
        return (Former.Layers * (KeptByAttention(tokens, tokens) + KeptByNetwork(tokens))) + (looks * KeptByAttention(Former.Queries, Seen));
    }

    // Queries, what they mixed, its sum with the input, and that normalised; keys and values; a few numbers a head. Composed kernels keep attention's weights twice.
    private long KeptByAttention(long asking, long seen) =>
        (((4 * asking) + (2 * seen)) * Former.HiddenSize * numerics.Size)
        + (asking * (Former.Heads + 2) * Float)
        + (numerics.IsFused ? 0 : Former.Heads * asking * seen * (Float + numerics.Size));

    // Before and behind the activation, the sum with the input, and that normalised.
    private long KeptByNetwork(long tokens) => tokens * ((2L * (Former.IntermediateSize + Former.HiddenSize) * numerics.Size) + (2 * Float));
}
