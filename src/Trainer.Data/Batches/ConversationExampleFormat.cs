using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Batches;

/// <summary>Makes examples of conversations.</summary>
/// <param name="imageDir">Folder that image paths start from.</param>
/// <param name="encode">Turns a conversation into tokens, such as <see cref="ConversationEncoder.Encode"/>; null leaves it out.</param>
/// <param name="images">Reads pictures.</param>
public sealed class ConversationExampleFormat(string imageDir, Func<IReadOnlyList<Turn>, TokenizedConversation?> encode, IImageReader images)
    : IExampleFormat<ConversationRecord, ConversationExample>
{
    /// <inheritdoc/>
    public int LengthOf(ConversationRecord record) => encode(record.Turns)?.TokenIds.Length ?? 0;

    /// <inheritdoc/>
    public ConversationExample Load(ConversationRecord record)
    {
        TokenizedConversation conversation = encode(record.Turns) ?? throw new DataException("It is too long.");
        float[][] pixels = [.. record.Images.Select(image => images.Read(ImagePaths.Resolve(imageDir, image)))];
        return new ConversationExample(record.Id, conversation, pixels, record.Weight) { Source = record.Source };
    }
}
