using Trainer.Evaluation.Benchmarks.Coco;
using Trainer.Torch;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Opens POPE from a dataset's folder: the official questions where they lie there, otherwise built from the annotations.</summary>
internal static class PopeFiles
{
    internal static BenchmarkDefinition Definition(PopeSplit split, string negatives)
    {
        string name = NameOf(split);
        return new BenchmarkDefinition(
            $"pope_{name}", "pope", $"Yes/no questions about objects; {negatives}.", source => new PopeBenchmark(name, Questions(split, source), new PopeOptions()));
    }

    private static IReadOnlyList<PopeQuestion> Questions(PopeSplit split, BenchmarkSource source) =>
        source.Limited(source.FindQuestions("pope", $"*pope_{NameOf(split)}.json*") is { } path ? PopeQuestionFile.Read(path) : Build(split, source));

    /// <summary>All splits ask about the same pictures, since both draws derive from the one seed.</summary>
    private static IReadOnlyList<PopeQuestion> Build(PopeSplit split, BenchmarkSource source)
    {
        var random = new RandomRoot(source.Seed);
        string path = source.Annotations("instances")[0];
        IReadOnlyList<PopeImage> images = PopeImages.Sample(CocoAnnotations.Read(path), path, PopeImages.OfficialCount, random);
        return new PopeSplitBuilder(images, random).Build(split);
    }

    private static string NameOf(PopeSplit split) => split switch
    {
        PopeSplit.Random => "random",
        PopeSplit.Popular => "popular",
        _ => "adversarial",
    };
}
