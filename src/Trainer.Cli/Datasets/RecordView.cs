using Trainer.Data.Records;

namespace Trainer.Cli.Datasets;

/// <summary>A record that was drawn, and what training makes of it.</summary>
/// <param name="Drawn">The record.</param>
/// <param name="Seen">What becomes of it.</param>
internal sealed record RecordView(DrawnRecord Drawn, SeenRecord Seen)
{
    /// <summary>Looks at a drawn record.</summary>
    internal static RecordView Of(DrawnRecord drawn, RecordLens lens) =>
        new(drawn, drawn.Record is { } record ? lens.See(record) : new SeenRecord(SeenState.Refused, $"Can't be read: {drawn.Place}", []));

    /// <summary>The record's name with its place in the file.</summary>
    internal string Title => Drawn.Record is { } record ? $"{record.Id} ({Path.GetFileName(Drawn.Place)}{(record.Source is { } source ? $", {source}" : "")})" : "?";

    /// <summary>The record's pictures.</summary>
    internal IReadOnlyList<string> Images => Drawn.Record?.Images ?? [];

    /// <summary>The record's turns.</summary>
    internal IReadOnlyList<Turn> Turns => Drawn.Record?.Turns ?? [];
}
