using Trainer.Data.Records;

namespace Trainer.Data.Batches;

/// <summary>A prompt as one model reads it.</summary>
/// <param name="Record">Where it comes from.</param>
/// <param name="TokenIds">Ids, each picture as many image tokens as the model wants.</param>
/// <param name="Images">Its pictures, each [3 · size · size], normalised, channel by channel.</param>
public sealed record PromptExample(PromptRecord Record, long[] TokenIds, IReadOnlyList<float[]> Images)
{
    /// <inheritdoc cref="Text.TokenizedConversation.Instructions"/>
    public IReadOnlyList<long[]> Instructions { get; init; } = [];
}
