using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Flickr30k;

/// <summary>A picture and what people wrote of it.</summary>
/// <param name="Place">Where its first caption stands.</param>
/// <param name="Name">Its file.</param>
/// <param name="Split">The part of the dataset that it belongs to; null where the file knows no parts.</param>
internal sealed record FlickrImage(UnitPlace Place, string Name, string? Split)
{
    /// <summary>The captions in the order of the file, without the spaces around them.</summary>
    internal List<string> Captions { get; } = [];

    /// <summary>Reads a release's tokens, the table of Kaggle, or Karpathy's splits, whichever the file is.</summary>
    internal static IReadOnlyCollection<FlickrImage> Read(string path, GatherLog log)
    {
        var images = new OrderedDictionary<string, FlickrImage>();
        if (Path.GetExtension(path) == ".json")
        {
            using ElementFile file = ElementFile.Open(path, "images");
            log.ReadAll(file, (place, element) => AddKarpathy(images, place, element));
        }
        else
        {
            using ElementFile file = ElementFile.Open(path);
            char separator = Path.GetExtension(path) == ".csv" ? '|' : '\t';
            log.ReadLines(file, (place, line) => AddLine(images, place, line, separator));
        }

        return images.Values;
    }

    /// <summary><c>1000092795.jpg#0</c>, a tab, the caption; or <c>1000092795.jpg| 0| the caption</c> below a line of titles.</summary>
    private static void AddLine(OrderedDictionary<string, FlickrImage> images, UnitPlace place, string line, char separator)
    {
        string[] parts = line.Split(separator, separator == '|' ? 3 : 2);
        if (separator == '|' && place.Element == 1 && parts[0].Trim() == "image_name")
        {
            return;
        }

        string name = parts[0].Split('#')[0].Trim();
        string caption = parts[^1].Trim();
        if (parts.Length != (separator == '|' ? 3 : 2) || name.Length == 0 || caption.Length == 0)
        {
            throw place.Place.Fail("", separator == '|' ? "must be a picture's name, a number and a caption between '|'." : "must be a picture's name with '#' and a number, a tab, and a caption.");
        }

        images.TryAdd(name, new FlickrImage(place, name, null));
        images[name].Captions.Add(caption);
    }

    private static void AddKarpathy(OrderedDictionary<string, FlickrImage> images, UnitPlace place, RecordElement element)
    {
        var image = new FlickrImage(place, element["filename"].AsText(), element.Find("split")?.AsText());
        image.Captions.AddRange(element["sentences"].AsList().Select(sentence => sentence["raw"].AsText().Trim()).Where(caption => caption.Length > 0));
        if (image.Captions.Count == 0)
        {
            throw element["sentences"].Fail("must have a caption, but has none.");
        }

        if (!images.TryAdd(image.Name, image))
        {
            throw element["filename"].Fail($"is {image.Name}, which an earlier picture is called, too.");
        }
    }
}
