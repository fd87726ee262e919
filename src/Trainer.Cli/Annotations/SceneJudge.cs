using Trainer.Annotation.Labels;
using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Coco;

namespace Trainer.Cli.Annotations;

/// <summary>Counts what answers claim against what COCO's annotations say, as CHAIR does; a yes or no claims what was asked about.</summary>
internal sealed class SceneJudge
{
    private readonly ChairGroundTruth truth;
    private readonly Dictionary<string, long> numbers;

    private SceneJudge(ChairGroundTruth truth, Dictionary<string, long> numbers)
    {
        this.truth = truth;
        this.numbers = numbers;
    }

    /// <summary>Reads the annotations of all splits.</summary>
    /// <param name="data">Folder with <c>annotations/instances_*.json</c> and <c>captions_*.json</c>.</param>
    /// <exception cref="DataException">There are none.</exception>
    internal static SceneJudge Read(string data)
    {
        string folder = Path.Combine(data, "annotations");
        string[] instances = Find(folder, "instances_*.json");
        if (instances.Length == 0)
        {
            throw new DataException($"{folder} has no instances_*.json. Name a folder with COCO's annotations, such as data scenes writes, with --data.");
        }

        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (CocoImage image in instances.SelectMany(path => CocoAnnotations.Read(path).Images))
        {
            numbers[image.FileName] = image.Id;
        }

        return new SceneJudge(ChairGroundTruth.Read(instances, Find(folder, "captions_*.json")), numbers);
    }

    /// <summary>Counts the different objects that an answer claims or denies. Without a picture there is nothing to count.</summary>
    /// <exception cref="DataException">The picture isn't annotated.</exception>
    internal Assessment Assess(ComparisonRecord pair, string answer)
    {
        if (pair.Images.Count == 0)
        {
            return new Assessment(0, 0);
        }

        IReadOnlySet<string> shown = truth[NumberOf(pair)];
        HashSet<string> claimed = ObjectsIn(answer);
        HashSet<string> asked = ObjectsIn(pair.Turns[^1].Value);
        string first = answer.Split([' ', ',', '.', '!'], 2, StringSplitOptions.TrimEntries)[0];
        bool denies = first.Equals("no", StringComparison.OrdinalIgnoreCase);
        HashSet<string> denied = denies ? asked : [];
        claimed.ExceptWith(denied);
        if (first.Equals("yes", StringComparison.OrdinalIgnoreCase))
        {
            claimed.UnionWith(asked);
        }

        int right = claimed.Count(shown.Contains) + denied.Count(name => !shown.Contains(name));
        return new Assessment(claimed.Count + denied.Count - right, right);
    }

    private static HashSet<string> ObjectsIn(string text) => [.. CaptionObjects.Find(text).Mentions.Select(mention => mention.NodeWord)];

    private long NumberOf(ComparisonRecord pair) => numbers.TryGetValue(Path.GetFileName(pair.Images[0]), out long number)
        ? number
        : throw new DataException($"Pair '{pair.Id}' shows {pair.Images[0]}, which the annotations don't know. Name the folder that its pictures come from with --data.");

    private static string[] Find(string folder, string pattern) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
}
