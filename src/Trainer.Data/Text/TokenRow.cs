namespace Trainer.Data.Text;

/// <summary>Ids and labels of a conversation, side by side as they grow.</summary>
/// <param name="options">How many places an image takes, and their id.</param>
internal sealed class TokenRow(ConversationEncoderOptions options)
{
    private readonly List<long> ids = [];
    private readonly List<long> labels = [];
    private int images;

    /// <summary>Adds a token of text.</summary>
    internal void Add(long id, bool isTrained)
    {
        ids.Add(id);
        labels.Add(isTrained ? id : TokenizedConversation.Ignored);
    }

    /// <summary>Adds an image, of which nothing is learnt.</summary>
    internal void AddImage()
    {
        ids.AddRange(Enumerable.Repeat(options.ImageTokenId, options.ImageTokenCount));
        labels.AddRange(Enumerable.Repeat(TokenizedConversation.Ignored, options.ImageTokenCount));
        images++;
    }

    /// <summary>The conversation so far.</summary>
    internal TokenizedConversation ToConversation() => new([.. ids], [.. labels], images);
}
