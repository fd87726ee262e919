using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Distributed;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Runs;
using Trainer.Torch;

namespace Trainer.Cli.Commands;

/// <summary>Trains what a recipe says.</summary>
internal static class RunCommand
{
    internal const string Name = "run";

    internal static Command Create()
    {
        Command command = new(Name, "Train what a recipe says, or do a pipeline's steps. Ctrl-C saves a checkpoint; training.resume_from_checkpoint=auto goes on from it.")
        {
            RecipeArguments.RecipeName,
            RecipeArguments.Overrides,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result) => RecipeArguments.NamesPipeline(result) ? RunPipeline(result) : Train(result);

    private static int RunPipeline(ParseResult result)
    {
        RunGroup.RequireAlone("A pipeline");
        Pipeline pipeline = RecipeArguments.LoadPipeline(result);
        TextWriter output = result.InvocationConfiguration.Output;
        PipelineResult done = new PipelineRun(pipeline, StepStreams.Of(result), TimeProvider.System).Run();
        if (result.GetValue(CommandLine.JsonOption))
        {
            output.WriteLine(ToJson(pipeline, done).ToJsonString());
        }
        else if (done.ExitCode == ExitCode.Success)
        {
            output.WriteLine($"{done.Made} steps done, {pipeline.Steps.Count - done.Made} were already. Lineage: {Lineage.PathIn(pipeline.Recipe.OutputDir)}");
        }

        return done.ExitCode;
    }

    private static JsonObject ToJson(Pipeline pipeline, PipelineResult done) => new()
    {
        ["stage"] = pipeline.Recipe.Stage,
        ["run"] = Path.GetFullPath(pipeline.Recipe.OutputDir),
        ["steps"] = pipeline.Steps.Count,
        ["made"] = done.Made,
        ["complete"] = done.ExitCode == ExitCode.Success,
        ["results"] = new JsonObject(done.Records.Values.Select(record => KeyValuePair.Create(record.Name, record.Result?.DeepClone()))),
    };

    private static int Train(ParseResult result)
    {
        RecipeRun run = RecipeArguments.Load(result);
        using RunGroup processes = RunGroup.Join(run.Recipe.Distributed);
        long before = Backend.MemoryOf(processes.Device).Allocated;
        Backend.ResetPeak(processes.Device);
        Completion done = run.Train(Progress.For(result), processes);
        long peak = Backend.MemoryOf(processes.Device).Peak - before;
        TextWriter output = processes.Group.IsFirst ? result.InvocationConfiguration.Output : TextWriter.Null;
        output.WriteLine(result.GetValue(CommandLine.JsonOption) ? ToJson(run, done, peak).ToJsonString() : Describe(done));
        return done.Result.ExitCode;
    }

    private static string Describe(Completion done) => done.Result.IsComplete
        ? $"{done.Result.Steps} steps made. {(done.Result.Reason is { } reason ? $"{reason} " : "")}{(done.Model is { } model ? $"Model: {model}" : $"Results: {done.Directory.Path}")}"
        : $"Stopped after {done.Result.Steps} steps. {done.Result.Reason ?? "Go on with training.resume_from_checkpoint=auto."}";

    private static JsonObject ToJson(RecipeRun run, Completion done, long peak) => new()
    {
        ["stage"] = run.Recipe.Stage,
        ["run"] = done.Directory.Path,
        ["steps"] = done.Result.Steps,
        ["complete"] = done.Result.IsComplete,
        ["model"] = done.Model,
        ["reason"] = done.Result.Reason,
        ["peak_tensor_bytes"] = peak,
    };
}
