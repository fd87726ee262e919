using Trainer.Preparation.Common;

namespace Trainer.Preparation.Coco;

/// <summary>COCO's captions without what no scorer reads.</summary>
internal static class CaptionTruth
{
    internal static IUnits Open(string path, GatherLog log)
    {
        OrderedDictionary<long, CocoImage> images = CocoImages.Read(path, log);
        List<CocoCaption> captions = CocoCaptions.Read(path, images, log);
        return new FieldUnits(path, [() => CocoImages.Field(images), () => Annotations(captions)]);
    }

    private static PreparedItem Annotations(List<CocoCaption> captions) => PreparedItem.Field("annotations", [], json => json.WriteList(captions, caption =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", caption.Id);
        json.WriteNumber("image_id", caption.ImageId);
        json.WriteString("caption", caption.Text);
        json.WriteEndObject();
    }));
}
