using Trainer.Data.Readers;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Coco;

/// <summary>A picture that COCO annotates.</summary>
/// <param name="Place">Where it is listed.</param>
/// <param name="Id">Its number.</param>
/// <param name="FileName">Its file, as the release calls it.</param>
/// <param name="License">Number of its licence on Flickr; null where the file doesn't say.</param>
internal sealed record CocoImage(UnitPlace Place, long Id, string FileName, long? License);

/// <summary>The list <c>images</c> of COCO's files.</summary>
internal static class CocoImages
{
    /// <summary>The pictures by number, in the order of the file.</summary>
    internal static OrderedDictionary<long, CocoImage> Read(string path, GatherLog log)
    {
        var images = new OrderedDictionary<long, CocoImage>();
        using ElementFile file = ElementFile.Open(path, "images");
        log.ReadAll(file, (place, element) =>
        {
            var image = new CocoImage(place, element["id"].AsWhole(), element["file_name"].AsText(), element.Find("license")?.AsWhole());
            if (!images.TryAdd(image.Id, image))
            {
                throw element["id"].Fail($"is {image.Id}, which an earlier picture has, too.");
            }
        });
        return images;
    }

    /// <summary>The field that lists them.</summary>
    internal static PreparedItem Field(OrderedDictionary<long, CocoImage> images) => PreparedItem.Field("images", [], json => json.WriteList(images.Values, image =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", image.Id);
        json.WriteString("file_name", image.FileName);
        if (image.License is { } license)
        {
            json.WriteNumber("license", license);
        }

        json.WriteEndObject();
    }));
}
