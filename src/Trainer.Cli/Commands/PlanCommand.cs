using System.CommandLine;
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
        if (RecipeArguments.NamesPipeline(result))
        {
            throw new UsageException("A pipeline runs recipes one after the other, and takes no more than the largest of them. Plan the recipes that its steps name.");
        }

        RecipeRun run = RecipeArguments.Load(result);
        Device device = result.GetValue(Gpu) ? Device.Cuda(0) : ComputePlacement.DeviceOf(0);
        MemoryPlan plan = run.Plan(device);
        var room = new DeviceRoom(device, result.GetValue(Memory));
        string text = result.GetValue(CommandLine.JsonOption) ? PlanJson.Of(run.Recipe.Stage, plan, room).ToJsonString() : PlanTable.Of(plan, room);
        result.InvocationConfiguration.Output.WriteLine(text);
        return room.Fits(plan) == false ? ExitCode.Resources : ExitCode.Success;
    }
}
