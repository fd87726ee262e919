namespace Trainer.Data.Rewards;

/// <summary>One answer, or several to one prompt, ready to be scored.</summary>
/// <param name="RecordId">The record's identifier.</param>
/// <param name="Answers">Token ids of each answer with its prompt; of a pair, the better one first.</param>
/// <param name="Images">The prompt's pictures, each [3 · size · size], normalised, channel by channel.</param>
public sealed record RewardExample(string RecordId, IReadOnlyList<long[]> Answers, IReadOnlyList<float[]> Images)
{
    /// <inheritdoc cref="Text.TokenizedConversation.Instructions"/>
    public IReadOnlyList<long[]> Instructions { get; init; } = [];

    /// <summary>Whether the pair's file lists the better answer second.</summary>
    public bool BetterIsSecond { get; init; }
}
