using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Benchmarks;

namespace Trainer.Cli.Commands;

/// <summary>Runs one benchmark and prints its figures beside the peer's from the same run.</summary>
internal static class BenchCommand
{
    private static readonly Dictionary<string, Func<string, string, JsonObject>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["sft"] = SftBenchmark.Run,
        ["decode"] = DecodeBenchmark.Run,
        ["decode-strategies"] = DecodeStrategiesBenchmark.Run,
        ["dpo"] = DpoBenchmark.Run,
        ["ppo"] = PpoBenchmark.Run,
        ["load-7b"] = (_, work) => LoadBenchmark.Run(work),
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
        Description = "Folder for the files that both sides read; load-7b writes 14 GB there and uses them again.",
        DefaultValueFactory = _ => Path.Combine(Workspace.Root, "out", "bench"),
        HelpName = "folder",
    };

    internal static Command Create()
    {
        Name.AcceptOnlyFromAmong([.. Benchmarks.Keys]);
        Command command = new("bench", "Measure speed or memory beside a peer in the same run.") { Name, Model, Work };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        string work = result.GetRequiredValue(Work);
        Directory.CreateDirectory(work);
        JsonObject figures = Benchmarks[result.GetRequiredValue(Name)](result.GetRequiredValue(Model), work);
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
