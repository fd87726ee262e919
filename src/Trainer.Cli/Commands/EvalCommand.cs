using System.CommandLine;
using System.Globalization;
using Trainer.Cli.Evaluations;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Commands;

/// <summary>Measures a model's hallucination.</summary>
internal static class EvalCommand
{
    private static readonly Argument<string> Suite = new("suite") { Description = "pope (yes/no questions about objects), chair (objects in descriptions) or aokvqa (multiple choice)." };

    private static readonly Option<string> Data = new("--data") { Description = "Folder with annotations/ and images/, pope/ where official questions are wanted, and aokvqa/ for that suite.", Required = true };

    private static readonly Option<string?> ImageDirectory = new("--image-dir") { Description = "Folder of the pictures; by default images/ of the data." };

    private static readonly Option<int> Limit = new("--limit") { Description = "Most questions of each benchmark; 0 asks all." };

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
        Command command = new("eval", "Measure hallucination: POPE, CHAIR or multiple choice, with 95 % confidence intervals.")
        {
            Suite,
            CommonOptions.Model,
            Data,
            ImageDirectory,
            Limit,
            Split,
            Answers,
            CommonOptions.Template,
            CommonOptions.BatchSize,
        };
        foreach (Option option in DecodingArguments.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(Evaluate);
        return command;
    }

    private static void Evaluate(ParseResult result)
    {
        IReadOnlyList<BenchmarkDefinition> benchmarks = Benchmarks(result.GetRequiredValue(Suite), result.GetRequiredValue(Split));
        var evaluation = new ModelEvaluation(
            new ModelEvaluationOptions
            {
                Model = result.GetRequiredValue(CommonOptions.Model),
                Data = result.GetRequiredValue(Data),
                ImageDirectory = result.GetValue(ImageDirectory),
                Limit = result.GetValue(Limit),
                BatchSize = result.GetRequiredValue(CommonOptions.BatchSize),
                Template = result.GetValue(CommonOptions.Template),
                Decoding = DecodingArguments.Read(result),
                Answers = result.GetValue(Answers),
            },
            Progress.For(result));
        IReadOnlyList<IBenchmarkResult> scores = evaluation.Run(benchmarks);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            output.WriteLine(ScoreJson.Of(scores).ToJsonString());
            return;
        }

        foreach ((BenchmarkDefinition benchmark, IBenchmarkResult score) in benchmarks.Zip(scores))
        {
            Print(benchmark.Name, score, output);
        }

        output.WriteLine($"answers: {evaluation.Folder}");
    }

    private static BenchmarkDefinition[] Benchmarks(string suite, string split)
    {
        string name = suite == "pope" && split != "all" ? $"pope_{split}" : suite;
        try
        {
            return [.. BenchmarkCatalog.Find(name)];
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }

    private static void Print(string name, IBenchmarkResult score, TextWriter output)
    {
        output.WriteLine($"{name}, {score.N} answers");
        foreach ((string metric, double? value) in score.Metrics)
        {
            Interval? interval = score.Ci95.GetValueOrDefault(metric);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {metric,-12} {value,7:F4}  {(interval is { } range ? $"[{range.Low:F4}, {range.High:F4}]" : string.Empty)}"));
        }
    }
}
