using Trainer.Evaluation.Benchmarks.Coco;
using Trainer.Torch;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Opens POPE from a dataset's folder: the official questions where they lie there, otherwise built from the annotations.</summary>
internal static class PopeFiles
{
    /// <summary>OPERA asks the bare question; LLaVA and LLaVA-Align want one word.</summary>
    private static readonly Variant<string>[] Suffixes =
    [
        new("plain", ""),
        new("llava", "\nAnswer the question using a single word or phrase."),
        new("llava_align", " Please answer this question with one word."),
    ];

    /// <summary>Sets of questions about other pictures than COCO's, by the beginning of their files' names.</summary>
    private static readonly string[] OtherSets = ["aokvqa", "gqa"];

    /// <summary>POPE's questions about COCO's pictures, and those about A-OKVQA's and GQA's.</summary>
    internal static IEnumerable<BenchmarkDefinition> Definitions { get; } = [.. Splits(null), .. OtherSets.SelectMany(Splits)];

    private static IEnumerable<BenchmarkDefinition> Splits(string? set) =>
    [
        Definition(set, PopeSplit.Random, "absent objects drawn at random"),
        Definition(set, PopeSplit.Popular, "absent objects that many pictures show"),
        Definition(set, PopeSplit.Adversarial, "absent objects that usually accompany the present ones"),
    ];

    private static BenchmarkDefinition Definition(string? set, PopeSplit split, string negatives)
    {
        string suite = set is null ? "pope" : $"pope_{set}";
        string name = set is null ? NameOf(split) : $"{set}_{NameOf(split)}";
        return new BenchmarkDefinition($"{suite}_{NameOf(split)}", suite, $"Yes/no questions about objects; {negatives}.", Protocol(set), source =>
            new PopeBenchmark(name, source.Limited(Questions(set, split, source)), Options(source)));
    }

    private static BenchmarkProtocol Protocol(string? set) => new()
    {
        Source = set is null ? "arXiv:2305.10355" : "arXiv:2305.10355, questions of DAMO-NLP-SG/VCD",
        Files = set is null ? "pope/coco_pope_SPLIT.json, or annotations/instances_*.json to build the splits from" : $"pope/{set}_pope_SPLIT.json",
        Prompts = Suffixes.Names(),
        Parsers = [.. PopeAnswerParsers.All.Select(parser => parser.Name)],
        Metrics = "accuracy, precision, recall, F1 (yes is positive) and yes-ratio over questions",
    };

    private static PopeOptions Options(BenchmarkSource source) => new()
    {
        PromptSuffix = Suffixes.Choose(source.Prompt, "wording").Value,
        Parser = source.Parser is null ? PopeAnswerParsers.Default : PopeAnswerParsers.ByName(source.Parser),
    };

    private static IReadOnlyList<PopeQuestion> Questions(string? set, PopeSplit split, BenchmarkSource source)
    {
        if (set is not null)
        {
            return PopeQuestionFile.Read(source.Require("pope", $"{set}_pope_{NameOf(split)}*.json*", "the questions of DAMO-NLP-SG/VCD"));
        }

        string? path = source.FindAll("pope", $"*pope_{NameOf(split)}.json*").FirstOrDefault(path => !OtherSets.Any(Path.GetFileName(path).StartsWith));
        return path is not null ? PopeQuestionFile.Read(source.Files.Add(path)) : Build(split, source);
    }

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
