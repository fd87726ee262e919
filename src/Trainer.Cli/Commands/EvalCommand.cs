using System.CommandLine;
using Trainer.Cli.Evaluations;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Commands;

/// <summary>Measures a model by benchmarks.</summary>
internal static class EvalCommand
{
    private static readonly Argument<string> Suite = new("benchmark") { Description = "A benchmark or suite of 'eval list', such as pope, chair, amber, mme, mmbench, mmmu, scienceqa, or the judged mmhal_bench." };

    private static readonly Option<string> Data = new("--data") { Description = "Folder with annotations/ and images/, and a folder of each benchmark's files; 'eval list' names them.", Required = true };

    private static readonly Option<string?> ImageDirectory = new("--image-dir") { Description = "Folder of the pictures; by default images/ of the data, or of the benchmark's folder there." };

    private static readonly Option<int> Limit = new("--limit") { Description = "Most questions of each benchmark; 0 asks all." };

    private static readonly Option<string?> Wording = new("--wording") { Description = "How questions are put, among the benchmark's wordings; by default its first." };

    private static readonly Option<string?> Parser = new("--parser") { Description = "How answers are read, among the benchmark's rules; by default its first." };

    private static readonly Option<bool> OptionScores = new("--option-scores") { Description = "Answer questions with options by the likeliest letter instead of by text." };

    private static readonly Option<string?> Against = new("--against") { Description = "Folder of another model's saved answers: a paired comparison says better, worse or cannot tell." };

    private static readonly Option<string> Split = new("--split")
    {
        Description = "POPE's split: random, popular, adversarial, or all of them.",
        DefaultValueFactory = _ => "all",
    };

    private static readonly Option<string?> Answers = new("--answers")
    {
        Description = "Folder of saved answers, which are scored without asking again; by default one in runs/eval for this model, data and decoding.",
    };

    internal static Command Create()
    {
        Command command = new("eval", "Measure hallucination and ability by benchmarks, with 95 % confidence intervals.")
        {
            Suite,
            CommonOptions.Model,
            Data,
            ImageDirectory,
            Limit,
            Split,
            Wording,
            Parser,
            OptionScores,
            Answers,
            Against,
            CommonOptions.Template,
            CommonOptions.BatchSize,
            CommonOptions.Seed,
        };
        foreach (Option option in DecodingArguments.All.Concat(JudgeArguments.All))
        {
            command.Options.Add(option);
        }

        command.Subcommands.Add(EvalListCommand.Create());
        command.SetAction(Evaluate);
        return command;
    }

    private static void Evaluate(ParseResult result)
    {
        IReadOnlyList<BenchmarkDefinition> benchmarks = Benchmarks(result.GetRequiredValue(Suite), result.GetRequiredValue(Split));
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var evaluation = new ModelEvaluation(Options(result) with { Judge = JudgeArguments.Read(result, http, Progress.For(result)) }, Progress.For(result));
        IReadOnlyList<Evaluated> scores = evaluation.Run(benchmarks);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            output.WriteLine(ScoreJson.Of(scores).ToJsonString());
            return;
        }

        foreach (Evaluated score in scores)
        {
            ScoreText.Print(score, output);
        }

        output.WriteLine($"answers: {evaluation.Folder}");
    }

    private static ModelEvaluationOptions Options(ParseResult result) => new()
    {
        Model = result.GetRequiredValue(CommonOptions.Model),
        Data = result.GetRequiredValue(Data),
        ImageDirectory = result.GetValue(ImageDirectory),
        Limit = result.GetValue(Limit),
        Prompt = result.GetValue(Wording),
        Parser = result.GetValue(Parser),
        OptionScores = result.GetValue(OptionScores),
        BatchSize = result.GetRequiredValue(CommonOptions.BatchSize),
        Template = result.GetValue(CommonOptions.Template),
        Decoding = DecodingArguments.Read(result),
        Seed = result.GetRequiredValue(CommonOptions.Seed),
        Answers = result.GetValue(Answers),
        Against = result.GetValue(Against),
    };

    private static BenchmarkDefinition[] Benchmarks(string suite, string split)
    {
        string name = split != "all" && suite is "pope" or "pope_aokvqa" or "pope_gqa" ? $"{suite}_{split}" : suite;
        try
        {
            return [.. BenchmarkCatalog.Find(name)];
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }
}
