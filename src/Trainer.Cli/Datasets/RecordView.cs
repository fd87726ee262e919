using Trainer.Data.Records;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Datasets;

/// <summary>A record that was drawn, and what training makes of it.</summary>
/// <param name="Drawn">The record.</param>
/// <param name="Seen">What becomes of it.</param>
/// <param name="Pictures">Its pictures.</param>
internal sealed record RecordView(DrawnRecord Drawn, SeenRecord Seen, IReadOnlyList<SheetPicture> Pictures)
{
    /// <summary>Looks at a drawn record.</summary>
    internal static RecordView Of(DrawnRecord drawn, IRecordLens lens)
    {
        if (drawn.Record is not { } record)
        {
            return new RecordView(drawn, new SeenRecord(SeenState.Refused, $"Can't be read: {drawn.Place}", []), []);
        }

        var pictures = RecordPictures.Read(record.Images, drawn.ImageDir);
        SeenRecord seen = lens.See(record);
        bool isBlind = pictures.Problem is not null && seen.State is (SeenState.Used or SeenState.Cut);
        return new RecordView(drawn, isBlind ? seen with { State = SeenState.Refused, Outcome = $"Stops a run: {pictures.Problem}" } : seen, pictures.Shown);
    }

    /// <summary>The record's name with its place in the file.</summary>
    internal string Title => Drawn.Record is { } record ? $"{record.Id} ({Path.GetFileName(Drawn.Place)}{(record.Source is { } source ? $", {source}" : "")})" : "?";

    /// <summary>The record's turns.</summary>
    internal IReadOnlyList<Turn> Turns => Drawn.Record?.Turns ?? [];
}
