using System.CommandLine;
using Trainer.Cli.Distributed;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Sweeps;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Commands;

/// <summary>Does a pipeline whose step is measured under many settings, and says which setting is best.</summary>
internal static class SweepCommand
{
    internal static Command Create()
    {
        Command command = new("sweep", "Measure one step of a pipeline under many settings, such as ways of decoding, and find the best one and the spread.")
        {
            RecipeArguments.RecipeName,
            RecipeArguments.Overrides,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        RunGroup.RequireAlone("A sweep");
        Pipeline pipeline = RecipeArguments.LoadPipeline(result);
        SweepOptions options = pipeline.Recipe.Sweep
            ?? throw new UsageException($"{pipeline.Source} says nothing of a sweep. Add a block such as sweep: {{ step: pope, metric: f1 }}, and vary: {{ --temperature: [0.2, 1.0] }} to that step.");
        PipelineResult done = new PipelineRun(pipeline, StepStreams.Of(result), TimeProvider.System).Run();
        if (done.ExitCode != ExitCode.Success)
        {
            return done.ExitCode;
        }

        SweepTable table = SweepTable.Of(options, pipeline.Steps, done.Records.ToDictionary(step => step.Key, step => step.Value.Result));
        SweepFiles.Write(pipeline.Recipe.OutputDir, table, pipeline.Source);
        result.InvocationConfiguration.Output.WriteLine(result.GetValue(CommandLine.JsonOption)
            ? SweepFiles.Json(table, pipeline.Source).ToJsonString()
            : $"{SweepFiles.Markdown(table, pipeline.Source)}\n{Path.Combine(pipeline.Recipe.OutputDir, "sweep.svg")}");
        return ExitCode.Success;
    }
}
