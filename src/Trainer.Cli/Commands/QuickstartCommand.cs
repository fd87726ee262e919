using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Quickstart;

namespace Trainer.Cli.Commands;

/// <summary>Shows within minutes what the framework does.</summary>
internal static class QuickstartCommand
{
    private static readonly Option<string> Directory = new("--out", "-o")
    {
        Description = "Folder of everything that it makes. What is there already is used.",
        DefaultValueFactory = _ => Path.Combine("runs", "quickstart"),
    };

    private static readonly Option<string> Base = new("--model", "-m")
    {
        Description = "Folder of the model to begin from.",
        DefaultValueFactory = _ => Path.Combine(Workspace.Root, "checkpoints", "tiny-llava"),
    };

    private static readonly Option<int> Images = new("--images")
    {
        Description = "Pictures to draw; the last fifth is for evaluation.",
        DefaultValueFactory = _ => QuickstartOptions.UsualImages,
    };

    private static readonly Option<int> Questions = new("--questions")
    {
        Description = "Most questions of each POPE split, and most pictures of CHAIR.",
        DefaultValueFactory = _ => QuickstartOptions.UsualQuestions,
    };

    internal static Command Create()
    {
        Command command = new("quickstart", "Align a small model by preferences that it makes itself, measure its hallucination before and after, and write a report.")
        {
            RecipeArguments.Overrides,
            Directory,
            Base,
            Images,
            Questions,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        var options = new QuickstartOptions
        {
            Directory = result.GetRequiredValue(Directory),
            Base = result.GetRequiredValue(Base),
            Images = result.GetRequiredValue(Images),
            Questions = result.GetRequiredValue(Questions),
            Overrides = result.GetValue(RecipeArguments.Overrides) ?? [],
        };
        QuickstartResult done = new QuickstartRun(options, StepStreams.Of(result)).Run();
        TextWriter output = result.InvocationConfiguration.Output;
        if (done.Report is null)
        {
            return done.ExitCode;
        }

        if (result.GetValue(CommandLine.JsonOption))
        {
            JsonArray models = [.. done.Models.Select(model => (JsonNode)model.ToJson())];
            output.WriteLine(new JsonObject { ["report"] = done.Report, ["models"] = models }.ToJsonString());
        }
        else
        {
            QuickstartTable.Print(done.Models, output);
            output.WriteLine($"report: {done.Report}");
        }

        return ExitCode.Success;
    }
}
