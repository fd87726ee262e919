using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Common.Planning;
using Trainer.Cli.Models;
using Trainer.Cli.Planning;
using Trainer.Cli.Runs;
using Trainer.Torch;

namespace Trainer.Cli.Commands;

/// <summary>Says beforehand how much memory a recipe takes.</summary>
internal static class PlanCommand
{
    private static readonly Option<double?> Memory = new("--memory") { HelpName = "GiB", Description = "Memory of the device to plan for; by default, this machine's." };

    private static readonly Option<bool> Gpu = new("--gpu") { Description = "Plan for a GPU, also where there is none; say its size with --memory." };

    internal static Command Create()
    {
        Command command = new("plan", "Say how much memory a recipe takes, phase by phase, without loading any weights.")
        {
            RecipeArguments.RecipeName,
            RecipeArguments.Overrides,
            Memory,
            Gpu,
        };
        command.SetAction(Plan);
        return command;
    }

    private static int Plan(ParseResult result)
    {
        Device device = result.GetValue(Gpu) ? Device.Cuda(0) : ComputePlacement.DeviceOf(0);
        var room = new DeviceRoom(device, result.GetValue(Memory));
        return RecipeArguments.NamesPipeline(result) ? PlanSteps(result, room) : PlanRun(result, room);
    }

    private static int PlanRun(ParseResult result, DeviceRoom room)
    {
        RecipeRun run = RecipeArguments.Load(result);
        MemoryPlan plan = run.Plan(room.Device);
        Write(result, () => PlanJson.Of(run.Recipe.Stage, plan, room), () => PlanTable.Of(plan, room));
        return room.Fits(plan) == false ? ExitCode.Resources : ExitCode.Success;
    }

    private static int PlanSteps(ParseResult result, DeviceRoom room)
    {
        IReadOnlyList<StepMemory> steps = new PipelineMemory(RecipeArguments.LoadPipeline(result), room.Device).Plan();
        if (steps.Count == 0)
        {
            throw new UsageException("No step of this pipeline runs a recipe, so that there is nothing to plan.");
        }

        Write(result, () => PipelineMemoryText.Json(steps, room), () => PipelineMemoryText.Table(steps, room));
        return steps.Any(step => step.Plan is { } plan && room.Fits(plan) == false) ? ExitCode.Resources : ExitCode.Success;
    }

    private static void Write(ParseResult result, Func<JsonObject> json, Func<string> text) =>
        result.InvocationConfiguration.Output.WriteLine(result.GetValue(CommandLine.JsonOption) ? json().ToJsonString() : text());
}
