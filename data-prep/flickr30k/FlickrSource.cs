using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Flickr30k;

/// <summary>
/// Flickr30k (TACL 2014) and Flickr8k: requests for a caption as conversations, and the captions as facts; Flickr30k Entities (arXiv:1505.04870):
/// captions that say where each thing is.
/// </summary>
public sealed class FlickrSource : IDataSource
{
    private static readonly string[] Captioned = ["*.token", "*.token.txt", "results.csv", "dataset_flickr*.json"];

    private static readonly string[] Requests =
    [
        "Provide a one-sentence caption for the provided image.",
        "Write a short caption for this picture.",
        "What does the picture show? Answer in one sentence.",
        "Describe the image briefly.",
        "Sum up what you see in a single sentence.",
    ];

    /// <inheritdoc/>
    public string Name => "flickr30k";

    /// <inheritdoc/>
    public string Summary => "Flickr30k and Flickr8k: requests for a caption as conversations, captions as facts; with Flickr30k Entities, captions with boxes.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options { get; } =
    [
        SourceOption.Choice("captions", "One caption of each picture, or each of them as a conversation of its own.", "one", "all"),
        SourceOption.Choice("boxes", "What the boxes of Flickr30k Entities are shares of: the square that a picture is padded to, or the picture.", "square", "picture"),
        SourceOption.Choice("split", "The part of Karpathy's splits that is kept; other files know no parts and are kept whole.", "all", "train", "val", "test"),
    ];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        IReadOnlyList<string> sentences = input.FindIn("Sentences", ".txt");
        IReadOnlyList<string> annotations = input.FindIn("Annotations", ".xml");
        return sentences.Count > 0
            ? [PlannedFile.Conversations("spotting.jsonl", _ => SpottingCaption.Open(sentences, annotations, input.Choices)), .. Captions(input, [.. input.Find(Captioned)])]
            : Captions(input, input.Require("Flickr's captions", Captioned));
    }

    private static IEnumerable<PlannedFile> Captions(SourceInput input, IReadOnlyList<string> files) =>
    [
        .. files.Select(path => PlannedFile.Conversations(NameOf(input, path), log => Conversations(path, input.Choices, log))),
        .. files.Take(1).Select(_ => PlannedFile.Facts("image_to_caption.json", log => new JoinedUnits([.. files.Select(path => Facts(path, input.Choices, log.Silently()))]))),
    ];

    /// <summary>The same words for a picture whenever it is asked about.</summary>
    private static string RequestFor(string image) => Requests[NameHash.Of(image) % (ulong)Requests.Length];

    private static string NameOf(SourceInput input, string path) => input.LinesOf(path.EndsWith(".token.txt", StringComparison.Ordinal) ? Path.ChangeExtension(path, null) : path);

    private static GatheredUnits<FlickrImage> Conversations(string path, SourceChoices choices, GatherLog log) => Open(path, choices, log, image =>
        [.. Enumerable.Range(0, choices["captions"] == "all" ? image.Captions.Count : 1).Select(number => PreparedItem.Of(new ConversationRecord
        {
            Id = $"{image.Name}#{number}",
            Images = [image.Name],
            Turns = Rounds.Of([(RequestFor(image.Name), image.Captions[number])]),
            Source = "flickr30k",
        }))]);

    private static GatheredUnits<FlickrImage> Facts(string path, SourceChoices choices, GatherLog log) =>
        Open(path, choices, log, image => [PreparedItem.Facts(image.Name, [image.Name], image.Captions)]);

    private static GatheredUnits<FlickrImage> Open(string path, SourceChoices choices, GatherLog log, Func<FlickrImage, IReadOnlyList<PreparedItem>> convert)
    {
        string split = choices["split"];
        return new GatheredUnits<FlickrImage>(
            [.. FlickrImage.Read(path, log).Select(image => (image.Place, image))],
            image => split == "all" || image.Split is null || image.Split == split ? Converted.To(convert(image)) : Converted.Nothing("of another split"));
    }
}
