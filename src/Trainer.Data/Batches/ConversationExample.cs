using Trainer.Data.Text;

namespace Trainer.Data.Batches;

/// <summary>A record that is ready to be put into a batch.</summary>
/// <param name="RecordId">The record's identifier.</param>
/// <param name="Conversation">Its tokens and labels.</param>
/// <param name="Images">Its pictures, each [3 · size · size], normalised, channel by channel.</param>
/// <param name="Weight">Factor of its loss.</param>
public sealed record ConversationExample(
    string RecordId, TokenizedConversation Conversation, IReadOnlyList<float[]> Images, double Weight)
{
    /// <summary>Where the record came from; null when it doesn't say.</summary>
    public string? Source { get; init; }
}
