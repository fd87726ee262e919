using Trainer.Data.Batches;
using Trainer.Data.Images;
using Trainer.Data.Preferences;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Common;

/// <summary>Pairs of answers, of which one is better.</summary>
public sealed record PreferenceKind
{
    /// <summary>The model's tokenizer.</summary>
    public required ITokenizer Tokenizer { get; init; }

    /// <summary>Geometry of image tokens.</summary>
    public required LlavaConfig Model { get; init; }

    /// <summary>Reads pictures.</summary>
    public required IImageReader Images { get; init; }

    /// <summary>Whether both answers stand behind one reading of their prompt.</summary>
    public bool SharePrefix { get; init; } = true;

    /// <summary>Makes pictures show less, for losses that compare with such ones.</summary>
    public IImageWeakening? Weakening { get; init; }

    /// <summary>Which pairs of a file are used.</summary>
    public PairRules Rules { get; init; } = new();

    /// <summary>How a recipe's pairs become batches.</summary>
    /// <param name="data">Names the template and the limits.</param>
    public RecordKind<PreferenceRecord, PreferenceExample, PreferenceBatch> Create(DataOptions data)
    {
        var encoder = new PairEncoder(Tokenizer, ConversationTemplates.ByName(data.ChatTemplate), EncodingOptions.Of(Model, data));
        var cached = new ImageCache(Images, (long)data.ImageCacheMegabytes << 20);
        return new()
        {
            Open = (dataset, folder) => PreferenceFile.Open(dataset.Path, dataset.Format, folder, Rules),
            Examples = folder => new PreferenceExampleFormat(folder, encoder, cached, Weakening),
            Collate = new PreferenceCollator(Model.Text.PadTokenId, Model.Vision.ImageSize, SharePrefix).Collate,
        };
    }
}
