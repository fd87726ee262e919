using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Sampling;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>A recipe's conversations: one part to train on, one held out.</summary>
public sealed class ConversationData : IDisposable
{
    private readonly List<RecordFile<ConversationRecord>> files = [];
    private readonly List<ConversationPart> training = [];
    private readonly List<ConversationPart> heldOut = [];
    private readonly DataOptions options;
    private readonly SentencePieceTokenizer tokenizer;
    private readonly ConversationEncoder encoder;
    private readonly IImageReader images;
    private readonly ConversationCollator collator;

    /// <summary>Opens every file and encodes each record's text once, so that bad records are found before the first step.</summary>
    /// <param name="recipe">Names the files, the template and the model's folder.</param>
    /// <param name="model">Geometry of image tokens.</param>
    /// <param name="reader">Reads pictures.</param>
    /// <param name="random">The run's randomness.</param>
    /// <exception cref="Trainer.Data.DataException">A file or record can't be used.</exception>
    public ConversationData(StageRecipe recipe, LlavaConfig model, IImageReader reader, RandomRoot random)
    {
        options = recipe.Data;
        tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        encoder = new ConversationEncoder(tokenizer, ConversationTemplates.ByName(options.ChatTemplate), new ConversationEncoderOptions
        {
            ImageTokenCount = model.ImageTokenCount,
            ImageTokenId = model.ImageTokenId,
            MaxLength = options.MaxLength,
            Overlong = Policy(options.Overlong),
        });
        images = new ImageCache(reader, (long)options.ImageCacheMegabytes << 20);
        collator = new ConversationCollator(model.Text.PadTokenId, model.Vision.ImageSize);
        foreach (DatasetOptions dataset in options.Datasets)
        {
            Add(dataset, random);
        }
    }

    /// <summary>Whether records are held out.</summary>
    public bool HasHeldOut => heldOut.Count > 0;

    /// <summary>Records that were left out because they are too long.</summary>
    public int Dropped => training.Concat(heldOut).Sum(part => part.Records.Dropped);

    /// <summary>The endless stream to train on.</summary>
    /// <param name="batchSize">Records in a micro-batch.</param>
    /// <param name="random">The run's randomness.</param>
    public BatchStream<ConversationBatch> OpenTraining(int batchSize, RandomRoot random) => new ConversationMixture(training, collator).Open(
        new SamplingOptions { BatchSize = batchSize, GroupByLength = options.GroupByLength },
        random,
        new PrefetchOptions(options.DataloaderNumWorkers, options.DataloaderPrefetchFactor));

    /// <summary>The held-out records in their order, batch by batch.</summary>
    public IEnumerable<ConversationBatch> HeldOut(int batchSize)
    {
        var mixture = new ConversationMixture(heldOut, collator);
        IEnumerable<SampleIndex> all = heldOut.SelectMany((part, index) =>
            Enumerable.Range(0, part.Records.Positions.Count).Select(record => new SampleIndex(index, record)));
        return all.Chunk(batchSize).Select(mixture.Load);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        files.ForEach(file => file.Dispose());
        tokenizer.Dispose();
    }

    private static Data.Text.OverlongPolicy Policy(Recipes.Options.OverlongPolicy policy) => policy switch
    {
        Recipes.Options.OverlongPolicy.Drop => Data.Text.OverlongPolicy.Drop,
        Recipes.Options.OverlongPolicy.TruncateResponse => Data.Text.OverlongPolicy.TruncateResponse,
        _ => Data.Text.OverlongPolicy.Error,
    };

    private void Add(DatasetOptions dataset, RandomRoot random)
    {
        RecordFile<ConversationRecord> file = RecordFile.Open(dataset.Path, RecordFormats.Conversation(dataset.Format));
        files.Add(file);
        string folder = options.ImageDir ?? Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!;
        var conversations = new ConversationDataset(file, folder, encoder.Encode, images);
        IReadOnlyList<int> positions = Subset.Draw(file.PositionsOf(dataset.Split), dataset.Fraction, random, dataset.Path);
        HoldOut parts = Subset.HoldOut(positions, options.ValSize, random, dataset.Path);
        training.Add(new ConversationPart(conversations, conversations.Audit(parts.Rest), dataset.Weight));
        if (parts.HeldOut.Count > 0)
        {
            heldOut.Add(new ConversationPart(conversations, conversations.Audit(parts.HeldOut)));
        }
    }
}
