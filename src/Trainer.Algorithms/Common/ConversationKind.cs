using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Common;

/// <summary>Conversations, whose every answer is learnt from.</summary>
public static class ConversationKind
{
    /// <summary>How a recipe's conversations become batches.</summary>
    /// <param name="data">Names the template and the limits.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="model">Geometry of image tokens.</param>
    /// <param name="reader">Reads pictures.</param>
    public static RecordKind<ConversationRecord, ConversationExample, ConversationBatch> Create(
        DataOptions data, ITokenizer tokenizer, LlavaConfig model, IImageReader reader)
    {
        var encoder = new ConversationEncoder(tokenizer, ConversationTemplates.ByName(data.ChatTemplate), EncodingOptions.Of(model, data));
        var images = new ImageCache(reader, (long)data.ImageCacheMegabytes << 20);
        return new()
        {
            Open = (dataset, _) => RecordFile.Open(dataset.Path, FormatOf(dataset)),
            Examples = folder => new ConversationExampleFormat(folder, encoder.Encode, images),
            Collate = new ConversationCollator(model.Text.PadTokenId, model.Vision.ImageSize).Collate,
        };
    }

    private static IRecordFormat<ConversationRecord> FormatOf(DatasetOptions dataset)
    {
        IRecordFormat<ConversationRecord> format = RecordFormats.Conversation(dataset.Format);
        return dataset.Name is { } name ? new NamedConversations(format, name) : format;
    }
}
