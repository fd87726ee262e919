using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Runs;

namespace Trainer.Cli.Commands;

/// <summary>Trains what a recipe says.</summary>
internal static class RunCommand
{
    internal static Command Create()
    {
        Command command = new("run", "Train what a recipe says. Ctrl-C saves a checkpoint; training.resume_from_checkpoint=auto goes on from it.")
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
        Completion done = run.Train(Progress.For(result));
        TextWriter output = result.InvocationConfiguration.Output;
        output.WriteLine(result.GetValue(CommandLine.JsonOption) ? ToJson(run, done).ToJsonString() : Describe(done));
        return done.Result.ExitCode;
    }

    private static string Describe(Completion done) => done.Result.IsComplete
        ? $"{done.Result.Steps} steps made. {(done.Model is { } model ? $"Model: {model}" : $"Results: {done.Directory.Path}")}"
        : $"Stopped after {done.Result.Steps} steps. Go on with training.resume_from_checkpoint=auto.";

    private static JsonObject ToJson(RecipeRun run, Completion done) => new()
    {
        ["stage"] = run.Recipe.Stage,
        ["run"] = done.Directory.Path,
        ["steps"] = done.Result.Steps,
        ["complete"] = done.Result.IsComplete,
        ["model"] = done.Model,
    };
}
