using Trainer.Preparation.Common;

namespace Trainer.Preparation.Coco;

/// <summary>
/// LLaVA-RLHF's <c>image_to_caption.json</c>: the captions of each picture, as stored, under the name that its file has since the release of 2017.
/// </summary>
internal static class CaptionFacts
{
    internal static IUnits Open(IReadOnlyList<string> files, GatherLog log)
    {
        var facts = new OrderedDictionary<string, (CocoImage Image, List<string> Captions)>();
        foreach (string path in files)
        {
            OrderedDictionary<long, CocoImage> images = CocoImages.Read(path, log);
            foreach (CocoImage image in images.Values)
            {
                facts.TryAdd(PictureNames.FileOf(image.FileName), (image, []));
            }

            foreach (CocoCaption caption in CocoCaptions.Read(path, images, log))
            {
                facts[PictureNames.FileOf(images[caption.ImageId].FileName)].Captions.Add(caption.Text);
            }
        }

        return new GatheredUnits<(string Name, CocoImage Image, List<string> Captions)>(
            [.. facts.Select(entry => (entry.Value.Image.Place, (entry.Key, entry.Value.Image, entry.Value.Captions)))], Convert);
    }

    private static Converted Convert((string Name, CocoImage Image, List<string> Captions) picture) => picture.Captions.Count > 0
        ? Converted.To(PreparedItem.Facts(picture.Name, [picture.Image.FileName], picture.Captions))
        : Converted.Nothing("picture without captions");
}
