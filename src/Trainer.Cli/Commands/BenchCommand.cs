using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Benchmarks;

namespace Trainer.Cli.Commands;

/// <summary>Runs one benchmark and prints its figures beside the peer's from the same run.</summary>
internal static class BenchCommand
{
    private static readonly Dictionary<string, Func<BenchmarkInput, JsonObject>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["sft"] = input => SftBenchmark.Run(input.Model, input.Work),
        ["decode"] = input => DecodeBenchmark.Run(input.Model, input.Work),
        ["decode-strategies"] = input => DecodeStrategiesBenchmark.Run(input.Model, input.Work),
        ["dpo"] = input => DpoBenchmark.Run(input.Model, input.Work),
        ["ppo"] = input => PpoBenchmark.Run(input.Model, input.Work),
        ["load-7b"] = input => LoadBenchmark.Run(input.Work),
        ["full-size"] = input => FullSizeBenchmark.Run(input.Model, input.Work, input.RequiredImage),
    };

    private static readonly Argument<string> Name = new("name") { Description = $"What to measure: {string.Join(", ", Benchmarks.Keys)}." };

    private static readonly Option<string> Model = new("--model", "-m")
    {
        Description = "Folder of the model that both sides load.",
        DefaultValueFactory = _ => Path.Combine(Workspace.Root, "checkpoints", "tiny-llava"),
        HelpName = "folder",
    };

    private static readonly Option<string> Work = new("--work")
    {
        Description = "Folder for the files that both sides read; load-7b and full-size write 14 GB there and use them again.",
        DefaultValueFactory = _ => Path.Combine(Workspace.Root, "out", "bench"),
        HelpName = "folder",
    };

    private static readonly Option<string?> Image = new("--image") { Description = "Picture that full-size is asked about, such as a photograph.", HelpName = "file" };

    internal static Command Create()
    {
        Name.AcceptOnlyFromAmong([.. Benchmarks.Keys]);
        Command command = new("bench", "Measure speed or memory beside a peer in the same run.") { Name, Model, Work, Image };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        string work = result.GetRequiredValue(Work);
        Directory.CreateDirectory(work);
        JsonObject figures = Benchmarks[result.GetRequiredValue(Name)](new BenchmarkInput(result.GetRequiredValue(Model), work, result.GetValue(Image)));
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            output.WriteLine(figures.ToJsonString());
            return;
        }

        foreach ((string key, JsonNode? value) in figures)
        {
            output.WriteLine($"{key,-28} {value?.ToJsonString()}");
        }
    }
}
