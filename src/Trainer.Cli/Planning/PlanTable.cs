using System.Globalization;
using Trainer.Algorithms.Common.Planning;
using Trainer.Torch;

namespace Trainer.Cli.Planning;

/// <summary>A plan as a table: a line for each item, a column for each phase.</summary>
internal static class PlanTable
{
    private const int NameWidth = 38;
    private const int ColumnWidth = 11;
    private const double Mebibyte = 1 << 20;

    internal static string Of(MemoryPlan plan, DeviceRoom room) => string.Join('\n', Lines(plan, room));

    private static IEnumerable<string> Lines(MemoryPlan plan, DeviceRoom room)
    {
        bool isSmall = plan.Peak < DeviceRoom.Gibibyte;
        string Row(string name, Func<MemoryPhase, long> bytes) =>
            name.PadRight(NameWidth) + string.Concat(plan.Phases.Select(phase => Number(bytes(phase) / (isSmall ? Mebibyte : DeviceRoom.Gibibyte))));
        yield return (isSmall ? "MiB" : "GiB").PadRight(NameWidth) + string.Concat(plan.Phases.Select(phase => phase.Name.PadLeft(ColumnWidth)));
        foreach (string item in plan.Phases.SelectMany(phase => phase.Items).Select(item => item.Name).Distinct())
        {
            yield return Row(item, phase => phase.Items.Where(own => own.Name == item).Sum(own => own.Bytes));
        }

        yield return Row("total", phase => phase.Total);
        yield return string.Empty;
        yield return Describe(plan.Batch);
        yield return Verdict(plan, room);
    }

    private static string Number(double value) => (value == 0 ? "-" : value.ToString("F2", CultureInfo.InvariantCulture)).PadLeft(ColumnWidth);

    private static string Describe(BatchShape batch) => string.Create(
        CultureInfo.InvariantCulture,
        $"Largest micro-batch: {batch.Rows} rows of {batch.Time} tokens, {batch.Labels} of them scored, {batch.Pictures} pictures")
        + (batch.IsMeasured ? " (from the records)." : " (the longest that the recipe allows: the records aren't here).");

    private static string Verdict(MemoryPlan plan, DeviceRoom room)
    {
        string device = room.Device.Kind == DeviceKind.Cpu ? "the processor" : "a GPU";
        string need = string.Create(
            CultureInfo.InvariantCulture, $"Peak {plan.Peak / DeviceRoom.Gibibyte:F2} GiB on {device}, and {room.Reserve:F1} GiB that is not tensors'");
        return room.Size is not { } size ? $"{need}. Say the device's size with --memory."
            : string.Create(CultureInfo.InvariantCulture, $"{need}: {(room.Fits(plan) == true ? "fits" : "does not fit")} {size:F1} GiB.");
    }
}
