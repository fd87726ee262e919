using System.Globalization;
using Trainer.Data.Records;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Judged;

namespace Trainer.Evaluation.Benchmarks.ObjectHal;

/// <summary>Opens Object HalBench: its questions, and COCO's annotations of their pictures.</summary>
internal static class ObjectHalFiles
{
    private const string Name = "object_halbench";

    private static readonly Variant<bool>[] Readers = [new("judge", true), new("words", false)];

    internal static BenchmarkDefinition Definition { get; } = new(Name, Name, "Objects in descriptions, listed by a judge, that the pictures do not show.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2312.00849; CHAIR's words instead of a tagger",
        Files = $"{Name}/*.jsonl (image_id, question), annotations/instances_*.json, annotations/captions_*.json",
        Parsers = Readers.Names(),
        Metrics = "judged: response rate over descriptions with objects, mention rate over mentions",
    };

    private static IBenchmark Open(BenchmarkSource source)
    {
        IReadOnlyList<Question> questions = source.Limited(JsonLines.Read(source.Require(Name, "*.jsonl", "its 300 questions"), Parse));
        var truth = ChairGroundTruth.Read(source.Annotations("instances"), source.Annotations("captions"));
        bool isJudged = Readers.Choose(source.Parser, "rule for reading answers").Value;
        return ObjectHalBenchmark.Of(questions, truth, isJudged ? source.RequireJudge(Name) : null, JudgeTemplate.Open(source, Name, ObjectHalBenchmark.OurTemplate));
    }

    private static Question Parse(RecordElement line)
    {
        RecordElement id = line["image_id"];
        return long.TryParse(id.AsIdentifier(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? new Question(id.AsIdentifier(), string.Create(CultureInfo.InvariantCulture, $"COCO_val2014_{number:D12}.jpg"), line["question"].AsText())
            : throw id.Fail($"must be COCO's number of the picture, but is {id.AsIdentifier()}.");
    }
}
