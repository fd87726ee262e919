using Trainer.Evaluation.Benchmarks.Coco;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>Opens CHAIR from a dataset's folder: its pictures are those of the annotated objects' files.</summary>
internal static class ChairFiles
{
    internal static BenchmarkDefinition Definition { get; } =
        new("chair", "chair", "Objects in detailed descriptions that the pictures do not show.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:1809.02156, word list as in OPERA",
        Files = "annotations/instances_*.json, annotations/captions_*.json",
        Parsers = [RuleLemmatiser.Name],
        Metrics = "CHAIR_s over captions; CHAIR_i over mentions; recall over true objects",
    };

    private static ChairBenchmark Open(BenchmarkSource source)
    {
        IReadOnlyList<string> instances = source.Annotations("instances");
        IReadOnlyList<CocoImage> images = source.Limited([.. instances.SelectMany(path => CocoAnnotations.Read(path).Images)]);
        return new ChairBenchmark(images, ChairGroundTruth.Read(instances, source.Annotations("captions")), new ChairOptions());
    }
}
