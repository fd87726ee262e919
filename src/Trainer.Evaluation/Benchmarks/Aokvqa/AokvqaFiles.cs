using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Coco;

namespace Trainer.Evaluation.Benchmarks.Aokvqa;

/// <summary>Opens A-OKVQA from a dataset's folder: <c>aokvqa/</c> has the questions, COCO's annotations name the pictures' files.</summary>
internal static class AokvqaFiles
{
    internal static BenchmarkDefinition Definition { get; } = new("aokvqa", "aokvqa", "Questions with choices, of which one is right.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2206.01718",
        Files = "aokvqa/aokvqa*_val.json, annotations/instances_*.json",
        Parsers = ["choice"],
        Metrics = "share of right answers over questions",
    };

    private static AokvqaBenchmark Open(BenchmarkSource source)
    {
        string path = source.Require("aokvqa", "aokvqa*_val.json", "A-OKVQA's validation questions");
        IReadOnlyList<AokvqaQuestion> questions = source.Limited(AokvqaQuestionFile.Read(path));
        Dictionary<long, string> images = source.Annotations("instances")
            .SelectMany(file => CocoAnnotations.Read(file).Images)
            .DistinctBy(image => image.Id)
            .ToDictionary(image => image.Id, image => image.FileName);
        return questions.FirstOrDefault(question => !images.ContainsKey(question.ImageId)) is { } lost
            ? throw new DataException($"{path}: question {lost.Id} is about image {lost.ImageId}, which instances_*.json doesn't list. Use the annotations of the same pictures.")
            : new AokvqaBenchmark(questions, images);
    }
}
