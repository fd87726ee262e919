namespace Trainer.Data.Text;

/// <summary>Two answers to one prompt as the model sees them: the prompt once, its pictures included, then each answer on its own.</summary>
/// <param name="Prefix">Ids that both answers follow; none of them is learnt.</param>
/// <param name="Chosen">The better answer.</param>
/// <param name="Rejected">The worse answer.</param>
/// <param name="ImageCount">Number of pictures in the prefix.</param>
public sealed record TokenizedPair(long[] Prefix, TokenizedAnswer Chosen, TokenizedAnswer Rejected, int ImageCount)
{
    /// <inheritdoc cref="TokenizedConversation.Instructions"/>
    public IReadOnlyList<long[]> Instructions { get; init; } = [];

    /// <summary>Tokens of the prompt and both answers.</summary>
    public int Length => Prefix.Length + Chosen.TokenIds.Length + Rejected.TokenIds.Length;
}

/// <summary>An answer behind its prompt.</summary>
/// <param name="TokenIds">Its ids; at least one.</param>
/// <param name="Labels">For every position the id that is scored there, or <see cref="TokenizedConversation.Ignored"/>.</param>
public sealed record TokenizedAnswer(long[] TokenIds, long[] Labels);
