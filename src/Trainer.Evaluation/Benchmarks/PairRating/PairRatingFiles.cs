using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Judged;

namespace Trainer.Evaluation.Benchmarks.PairRating;

/// <summary>Opens the rating of two models' descriptions: CHAIR's questions, and the folder of the other's answers.</summary>
internal static class PairRatingFiles
{
    private const string Name = "pair_rating";

    private static readonly Variant<bool>[] Orders = [new("fixed_order", false), new("both_orders", true)];

    internal static BenchmarkDefinition Definition { get; } = new(Name, Name, "Descriptions of two models, rated by a judge who sees the picture.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2311.17911, section 4.4",
        Files = "as chair, and --against a folder with the other's chair.jsonl",
        Prompts = Orders.Names(),
        Parsers = ["opera"],
        Metrics = "judged: mean ratings 1 to 10 of accuracy and detailedness over descriptions; unreadable replies are left out",
    };

    private static PairRatingBenchmark Open(BenchmarkSource source)
    {
        string folder = source.Against ?? throw new ArgumentException($"{Name} compares two models. Name the folder of the other's answers to chair with --against.");
        string answers = Path.Combine(folder, "chair.jsonl");
        IBenchmark chair = ChairFiles.Definition.Open(source with { Prompt = null, Parser = null });
        var setup = new PairRatingSetup(
            chair.Questions,
            source.Pictures ?? PictureFolders.Of(source.Directory),
            source.RequireJudge(Name),
            JudgeTemplate.Open(source, Name, PairRatingTemplate.Text),
            Orders.Choose(source.Prompt, "order").Value);
        return new PairRatingBenchmark(setup, File.Exists(answers)
            ? AnswerFile.Read(answers)
            : throw new ArgumentException($"{folder} has no chair.jsonl. Run 'eval chair' of the other model with the same --limit, and name the folder that it prints."));
    }
}
