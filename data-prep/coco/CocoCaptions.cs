using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Coco;

/// <summary>A caption that a person wrote.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ImageId">Number of its picture.</param>
/// <param name="Text">The caption as stored.</param>
internal sealed record CocoCaption(long Id, long ImageId, string Text);

/// <summary>The list <c>annotations</c> of COCO's captions.</summary>
internal static class CocoCaptions
{
    /// <summary>The captions in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">Its pictures.</param>
    /// <param name="log">Takes down captions that are bad.</param>
    internal static List<CocoCaption> Read(string path, OrderedDictionary<long, CocoImage> images, GatherLog log)
    {
        var captions = new List<CocoCaption>();
        using ElementFile file = ElementFile.Open(path, "annotations");
        log.ReadAll(file, (_, element) => captions.Add(new CocoCaption(element["id"].AsWhole(), ImageOf(element, images), TextOf(element["caption"]))));
        return captions;
    }

    /// <summary>Number of the picture that an annotation is about.</summary>
    internal static long ImageOf(RecordElement annotation, OrderedDictionary<long, CocoImage> images)
    {
        RecordElement image = annotation["image_id"];
        return images.ContainsKey(image.AsWhole()) ? image.AsWhole() : throw image.Fail($"is {image.AsWhole()}, which the list of pictures lacks.");
    }

    private static string TextOf(RecordElement caption) =>
        string.IsNullOrWhiteSpace(caption.AsText()) ? throw caption.Fail("must say something, but is empty.") : caption.AsText();
}
