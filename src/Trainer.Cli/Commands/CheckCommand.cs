using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Algorithms;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Runs;

namespace Trainer.Cli.Commands;

/// <summary>Finds every problem of a recipe before anything expensive begins.</summary>
internal static class CheckCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Also open the model and the data, and compute one real batch; of a pipeline, list the steps and which would run." };

    internal static Command Create()
    {
        Command command = new("check", "List every problem of a recipe at once; with --dry-run compute one real batch.")
        {
            RecipeArguments.RecipeName,
            RecipeArguments.Overrides,
            DryRun,
        };
        command.SetAction(Check);
        return command;
    }

    private static void Check(ParseResult result)
    {
        if (RecipeArguments.NamesPipeline(result))
        {
            CheckPipeline(RecipeArguments.LoadPipeline(result), result);
        }
        else
        {
            CheckTraining(result);
        }
    }

    private static void CheckPipeline(Pipeline pipeline, ParseResult result)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            JsonArray steps = [.. pipeline.Steps.Select(step => (JsonNode)new JsonObject { ["name"] = step.Name, ["command"] = step.Command })];
            output.WriteLine(new JsonObject { ["stage"] = pipeline.Recipe.Stage, ["ok"] = true, ["steps"] = steps }.ToJsonString());
            return;
        }

        output.WriteLine($"The recipe is right. It has {pipeline.Steps.Count} steps.");
        foreach ((PipelineStep step, StepState state) in result.GetValue(DryRun) ? new PipelineRun(pipeline, StepStreams.None, TimeProvider.System).Preview() : [])
        {
            output.WriteLine($"{step.Name} {state.Reason}\n  ./trainer {step.Command}");
        }
    }

    private static void CheckTraining(ParseResult result)
    {
        RecipeRun run = RecipeArguments.Load(result);
        DryRunReport? report = result.GetValue(DryRun) ? run.DryRun() : null;
        string text = result.GetValue(CommandLine.JsonOption) ? ToJson(run, report).ToJsonString() : Describe(report);
        result.InvocationConfiguration.Output.WriteLine(text);
    }

    private static string Describe(DryRunReport? report) => report switch
    {
        null => "The recipe is right.",
        { Loss: { } loss } => $"The recipe is right. One batch of {report.Samples} records ({report.Tokens} tokens) has loss {loss:F4}; "
            + $"{report.Trainable} weights would learn in {report.Steps} steps.",
        _ => $"The recipe is right. One batch of {report.Samples} records gave {report.Tokens} tokens; there are {report.Steps} such batches.",
    };

    private static JsonObject ToJson(RecipeRun run, DryRunReport? report)
    {
        JsonObject json = new() { ["stage"] = run.Recipe.Stage, ["ok"] = true };
        if (report is not null)
        {
            json["samples"] = report.Samples;
            json["tokens"] = report.Tokens;
            json["loss"] = report.Loss;
            json["trainable_weights"] = report.Trainable;
            json["steps"] = report.Steps;
        }

        return json;
    }
}
