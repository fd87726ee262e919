using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Coco;
using Trainer.Torch;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Chooses the pictures that POPE asks about.</summary>
public static class PopeImages
{
    /// <summary>Objects that each picture is asked about, so the least that it must show.</summary>
    public const int ObjectsPerImage = 3;

    /// <summary>Pictures in the official files.</summary>
    public const int OfficialCount = 500;

    /// <summary>Draws pictures that show at least three kinds of objects, without replacement.</summary>
    /// <param name="instances">Annotations of objects.</param>
    /// <param name="source">Name of their file, for messages.</param>
    /// <param name="count">Most pictures.</param>
    /// <param name="random">Decides which.</param>
    /// <exception cref="DataException">No picture shows three kinds of objects.</exception>
    public static IReadOnlyList<PopeImage> Sample(CocoAnnotations instances, string source, int count, RandomRoot random)
    {
        IReadOnlyDictionary<long, IReadOnlyList<string>> objects = CocoObjects.ByImage(instances, source);
        PopeImage[] usable =
        [
            .. from image in instances.Images
               let shown = objects.GetValueOrDefault(image.Id, [])
               where shown.Count >= ObjectsPerImage
               select new PopeImage(image.FileName, shown),
        ];
        if (usable.Length == 0)
        {
            throw new DataException($"{source}: none of its {instances.Images.Count} pictures shows {ObjectsPerImage} kinds of objects. POPE needs such pictures.");
        }

        random.Managed("pope-images").Shuffle(usable);
        return usable[..Math.Min(count, usable.Length)];
    }
}
