namespace Trainer.Data.Batches;

/// <summary>The most tokens of a record, and what happens to longer ones.</summary>
/// <param name="MaxLength">Most tokens, image tokens included.</param>
/// <param name="Policy">What happens to longer records.</param>
public sealed record LengthLimit(int MaxLength, OverlongPolicy Policy)
{
    /// <summary>The conversation within the limit; null when it can't be used.</summary>
    public EncodedConversation? Apply(EncodedConversation conversation)
    {
        if (conversation.TokenIds.Length <= MaxLength)
        {
            return conversation;
        }

        bool cuts = Policy == OverlongPolicy.TruncateResponse && LastAnswerStart(conversation.Labels) < MaxLength;
        return cuts ? new EncodedConversation(conversation.TokenIds[..MaxLength], conversation.Labels[..MaxLength]) : null;
    }

    /// <summary>Where the last run of labels begins; the end when there is none. All that is cut lies behind it, so no picture does.</summary>
    private static int LastAnswerStart(int[] labels)
    {
        int end = Array.FindLastIndex(labels, label => label != ConversationBatch.Ignored);
        return end < 0 ? labels.Length : Array.FindLastIndex(labels, end, label => label == ConversationBatch.Ignored) + 1;
    }
}
