using Trainer.Data.Text;
using Trainer.Modeling.Vision;

namespace Trainer.Data.Batches;

/// <summary>Puts examples into one block.</summary>
/// <param name="padTokenId">Token that fills rows up to the longest one.</param>
/// <param name="imageSize">Width and height of pictures, in pixels.</param>
public sealed class ConversationCollator(long padTokenId, int imageSize)
{
    /// <summary>Makes a batch, which its consumer disposes. May run on any thread.</summary>
    /// <param name="examples">At least one.</param>
    public ConversationBatch Collate(IReadOnlyList<ConversationExample> examples)
    {
        long[] lengths = [.. examples.Select(example => (long)example.Conversation.TokenIds.Length)];
        return new ConversationBatch
        {
            TokenIds = Block.Pad([.. examples.Select(example => example.Conversation.TokenIds)], _ => padTokenId),
            Labels = Block.Pad([.. examples.Select(example => example.Conversation.Labels)], _ => TokenizedConversation.Ignored),
            Starts = Block.Own(new long[examples.Count]),
            Ends = Block.Own(lengths),
            Weights = Block.Own([.. examples.Select(example => (float)example.Weight)]),
            Pixels = Block.Stack([.. examples.SelectMany(example => example.Images)], imageSize),
            Instructions = Instructions.Of([.. examples.SelectMany(example => example.Conversation.Instructions)]),
            RecordIds = [.. examples.Select(example => example.RecordId)],
            Sources = [.. examples.Select(example => example.Source)],
            Tokens = lengths.Sum(),
            LabelCount = examples.Sum(example => example.Conversation.Labels.LongCount(label => label != TokenizedConversation.Ignored)),
        };
    }
}
