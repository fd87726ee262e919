using Trainer.Evaluation.Benchmarks.Coco;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>What each picture truly shows: the classes of its annotated objects, and those that people's captions mention.</summary>
public sealed class ChairGroundTruth
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private readonly Dictionary<long, HashSet<string>> classes = [];

    /// <summary>Classes in a picture; empty where nothing is annotated.</summary>
    public IReadOnlySet<string> this[long imageId] => classes.GetValueOrDefault(imageId) ?? Nothing;

    /// <summary>Reads and merges files: usually instances and captions, each for train and val.</summary>
    /// <exception cref="Data.DataException">A file can't be read or isn't COCO's.</exception>
    public static ChairGroundTruth Read(IEnumerable<string> instanceFiles, IEnumerable<string> captionFiles)
    {
        var truth = new ChairGroundTruth();
        foreach (string path in instanceFiles)
        {
            foreach ((long imageId, IReadOnlyList<string> names) in CocoObjects.ByImage(CocoAnnotations.Read(path), path))
            {
                truth.Add(imageId, names);
            }
        }

        foreach (CocoAnnotation annotation in captionFiles.SelectMany(path => CocoAnnotations.Read(path).Annotations))
        {
            truth.AddCaption(annotation.ImageId, annotation.Caption ?? "");
        }

        return truth;
    }

    /// <summary>Adds classes to a picture.</summary>
    /// <param name="imageId">Number of the picture.</param>
    /// <param name="names">COCO's names, or any synonyms of them; others count as classes of their own.</param>
    public void Add(long imageId, IEnumerable<string> names) => Of(imageId).UnionWith(names.Select(name => ChairVocabulary.ClassOf(name) ?? name));

    /// <summary>Adds what a caption of a person mentions.</summary>
    public void AddCaption(long imageId, string caption) => Of(imageId).UnionWith(CaptionObjects.Find(caption).Mentions.Select(mention => mention.NodeWord));

    private HashSet<string> Of(long imageId)
    {
        if (!classes.TryGetValue(imageId, out HashSet<string>? found))
        {
            found = new HashSet<string>(StringComparer.Ordinal);
            classes[imageId] = found;
        }

        return found;
    }
}
