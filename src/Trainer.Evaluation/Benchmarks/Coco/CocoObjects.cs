using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks.Coco;

/// <summary>Which kinds of objects each picture shows.</summary>
public static class CocoObjects
{
    /// <summary>Distinct names of each picture's objects in the order of their annotations, by picture number.</summary>
    /// <param name="instances">Annotations of objects.</param>
    /// <param name="source">Name of their file, for messages.</param>
    /// <exception cref="DataException">An annotation's category isn't in the file.</exception>
    public static IReadOnlyDictionary<long, IReadOnlyList<string>> ByImage(CocoAnnotations instances, string source)
    {
        Dictionary<long, string> names = instances.Categories
            .GroupBy(category => category.Id)
            .ToDictionary(group => group.Key, group => group.First().Name);
        return instances.Annotations
            .Where(annotation => annotation.CategoryId is not null)
            .GroupBy(annotation => annotation.ImageId, annotation => NameOf(annotation, names, source))
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Distinct()]);
    }

    private static string NameOf(CocoAnnotation annotation, Dictionary<long, string> names, string source) =>
        names.TryGetValue(annotation.CategoryId!.Value, out string? name)
            ? name
            : throw new DataException(
                $"{source}: an object of image {annotation.ImageId} has category_id {annotation.CategoryId}, which categories doesn't list. " +
                "Use the file as COCO ships it.");
}
