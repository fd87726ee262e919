namespace Trainer.Data.Batches;

/// <summary>A conversation as numbers.</summary>
/// <param name="TokenIds">Tokens, with as many consecutive image tokens for each picture as the model makes features of it, [tokens].</param>
/// <param name="Labels">The same tokens where the model learns to say them, and <see cref="ConversationBatch.Ignored"/> elsewhere, [tokens].</param>
public sealed record EncodedConversation(int[] TokenIds, int[] Labels);

/// <summary>A record that is ready to be put into a batch.</summary>
/// <param name="RecordId">The record's identifier.</param>
/// <param name="Conversation">Its tokens and labels.</param>
/// <param name="Images">Its pictures, each [3 · size · size], normalised, channel by channel.</param>
/// <param name="Weight">Factor of its loss.</param>
public sealed record ConversationExample(
    string RecordId, EncodedConversation Conversation, IReadOnlyList<float[]> Images, double Weight);
