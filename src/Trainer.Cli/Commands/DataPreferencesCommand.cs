using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Preferences;
using Trainer.Cli.Distributed;
using Trainer.Cli.Runs;
using Trainer.Data.Preferences;

namespace Trainer.Cli.Commands;

/// <summary>Samples pairs of answers for somebody to compare.</summary>
internal static class DataPreferencesCommand
{
    internal static Command Create()
    {
        Command command = new("preferences", "Sample two answers to each prompt of a recipe of stage preferences. It goes on after a kill; annotate compares them.")
        {
            RecipeArguments.RecipeName,
            RecipeArguments.Overrides,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        RecipeRun run = RecipeArguments.Load(result);
        if (run.Recipe is not PreferencesRecipe)
        {
            throw new UsageException($"{run.Source} is of stage {run.Recipe.Stage}, which samples no pairs. Name a recipe of stage preferences.");
        }

        using RunGroup processes = RunGroup.Join(run.Recipe.Distributed);
        Completion done = run.Train(Progress.For(result), processes);
        if (done.Result.IsComplete && processes.Group.IsFirst)
        {
            Print(done.Directory.Path, result);
        }

        return done.Result.ExitCode;
    }

    private static void Print(string folder, ParseResult result)
    {
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, PairSet.ManifestName)))!;
        JsonObject dropped = manifest["dropped"]!.AsObject();
        string losses = dropped.Count == 0 ? "none dropped" : "dropped: " + string.Join(", ", dropped.Select(reason => $"{reason.Value} {reason.Key}"));
        result.InvocationConfiguration.Output.WriteLine(result.GetValue(CommandLine.JsonOption)
            ? new JsonObject { ["run"] = folder, ["pairs"] = (int)manifest["pairs"]!, ["dropped"] = dropped.DeepClone() }.ToJsonString()
            : $"{manifest["pairs"]} pairs of {manifest["prompts"]} prompts, {losses}. Compare them with ./trainer annotate {folder}");
    }
}
