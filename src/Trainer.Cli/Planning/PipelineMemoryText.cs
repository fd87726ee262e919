using System.Globalization;
using System.Text.Json.Nodes;

namespace Trainer.Cli.Planning;

/// <summary>The plans of a pipeline's steps: as a line each, or as one JSON object.</summary>
internal static class PipelineMemoryText
{
    internal static string Table(IReadOnlyList<StepMemory> steps, DeviceRoom room)
    {
        IEnumerable<string> lines = steps.Select(step => $"{step.Name,-24}{step.Stage,-14}{Figures(step, room)}");
        return string.Join('\n', lines.Prepend($"{"step",-24}{"stage",-14}{"peak GiB",10}  most in      of {room.Size?.ToString("F1", CultureInfo.InvariantCulture) ?? "?"} GiB"));
    }

    internal static JsonObject Json(IReadOnlyList<StepMemory> steps, DeviceRoom room) => new()
    {
        ["stage"] = "pipeline",
        ["steps"] = new JsonArray([.. steps.Select(step => (JsonNode)new JsonObject
        {
            ["name"] = step.Name,
            ["problem"] = step.Problem,
            ["plan"] = step.Plan is { } plan ? PlanJson.Of(step.Stage, plan, room) : null,
        })]),
    };

    private static string Figures(StepMemory step, DeviceRoom room)
    {
        if (step.Plan is not { } plan)
        {
            return $"  can't be planned yet: {step.Problem}";
        }

        string verdict = room.Fits(plan) switch { true => "fits", false => "does not fit", null => "say --memory" };
        return string.Create(CultureInfo.InvariantCulture, $"{plan.Peak / DeviceRoom.Gibibyte,10:F2}  {plan.Phases.MaxBy(phase => phase.Total)!.Name,-11}  {verdict}");
    }
}
