using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Coco;

/// <summary>COCO's instances without their outlines, which are nine tenths of the file: which kinds of objects each picture shows.</summary>
internal static class InstanceTruth
{
    internal static IUnits Open(string path, GatherLog log)
    {
        OrderedDictionary<long, CocoImage> images = CocoImages.Read(path, log);
        OrderedDictionary<long, string> categories = Categories(path, log);
        List<Instance> instances = Instances(path, images, categories, log);
        return new FieldUnits(path, [() => CocoImages.Field(images), () => Field(instances), () => Field(categories)]);
    }

    private static OrderedDictionary<long, string> Categories(string path, GatherLog log)
    {
        var categories = new OrderedDictionary<long, string>();
        using ElementFile file = ElementFile.Open(path, "categories");
        log.ReadAll(file, (_, element) =>
        {
            if (!categories.TryAdd(element["id"].AsWhole(), element["name"].AsText()))
            {
                throw element["id"].Fail($"is {element["id"].AsWhole()}, which an earlier category has, too.");
            }
        });
        return categories;
    }

    private static List<Instance> Instances(
        string path, OrderedDictionary<long, CocoImage> images, OrderedDictionary<long, string> categories, GatherLog log)
    {
        var instances = new List<Instance>();
        using ElementFile file = ElementFile.Open(path, "annotations");
        log.ReadAll(file, (_, element) =>
        {
            RecordElement category = element["category_id"];
            instances.Add(categories.ContainsKey(category.AsWhole())
                ? new Instance(element["id"].AsWhole(), CocoCaptions.ImageOf(element, images), category.AsWhole())
                : throw category.Fail($"is {category.AsWhole()}, which the list of categories lacks."));
        });
        return instances;
    }

    private static PreparedItem Field(List<Instance> instances) => PreparedItem.Field("annotations", [], json => json.WriteList(instances, instance =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", instance.Id);
        json.WriteNumber("image_id", instance.ImageId);
        json.WriteNumber("category_id", instance.CategoryId);
        json.WriteEndObject();
    }));

    private static PreparedItem Field(OrderedDictionary<long, string> categories) => PreparedItem.Field("categories", [], json => json.WriteList(categories, category =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", category.Key);
        json.WriteString("name", category.Value);
        json.WriteEndObject();
    }));

    private readonly record struct Instance(long Id, long ImageId, long CategoryId);
}
