using System.Text.Json.Nodes;
using Trainer.Algorithms.Common.Planning;

namespace Trainer.Cli.Planning;

/// <summary>A plan as one JSON object, in bytes.</summary>
internal static class PlanJson
{
    internal static JsonObject Of(string stage, MemoryPlan plan, DeviceRoom room) => new()
    {
        ["stage"] = stage,
        ["device"] = room.Device.ToString(),
        ["batch"] = new JsonObject
        {
            ["rows"] = plan.Batch.Rows,
            ["time"] = plan.Batch.Time,
            ["labels"] = plan.Batch.Labels,
            ["pictures"] = plan.Batch.Pictures,
            ["from_records"] = plan.Batch.IsMeasured,
        },
        ["phases"] = new JsonObject(plan.Phases.Select(phase => KeyValuePair.Create<string, JsonNode?>(phase.Name, Items(phase)))),
        ["peak_bytes"] = plan.Peak,
        ["reserve_gib"] = room.Reserve,
        ["memory_gib"] = room.Size,
        ["fits"] = room.Fits(plan),
    };

    private static JsonObject Items(MemoryPhase phase)
    {
        var items = new JsonObject(phase.Items.Select(item => KeyValuePair.Create<string, JsonNode?>(item.Name, item.Bytes)));
        items["total"] = phase.Total;
        return items;
    }
}
