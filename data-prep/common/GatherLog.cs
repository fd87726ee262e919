using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>Reads elements that have to be put together before the first unit can be converted, and takes down what is wrong with them.</summary>
public sealed class GatherLog
{
    private readonly Action<UnitPlace, Problem> report;
    private readonly Action<string> leaveOut;
    private readonly Action<string, int, int> progress;

    internal GatherLog(Action<UnitPlace, Problem> report, Action<string> leaveOut, Action<string, int, int> progress)
    {
        this.report = report;
        this.leaveOut = leaveOut;
        this.progress = progress;
    }

    /// <summary>Reads every element of a file, in order and on one thread.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">Takes what is wanted of an element. Where it throws a <see cref="DataException"/>, the element is counted and named.</param>
    public void ReadAll(ElementFile file, Action<UnitPlace, RecordElement> read) => VisitAll(file, position => file.Read(position, element =>
    {
        read(new UnitPlace(element.Place, position + 1), element);
        return true;
    }));

    /// <summary>Reads every line of a file, in order and on one thread.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">As with elements.</param>
    public void ReadLines(ElementFile file, Action<UnitPlace, string> read) =>
        VisitAll(file, position => read(new UnitPlace(file.PlaceOf(position), position + 1), file.ReadText(position)));

    /// <summary>Takes down a problem that shows when elements are put together.</summary>
    public void Report(UnitPlace place, DataException error) => report(place, Problem.Of(error, place));

    /// <summary>Takes down that something is left out on purpose.</summary>
    public void LeaveOut(string reason) => leaveOut(reason);

    /// <summary>A log that takes down nothing, for files that another output reads and reports too.</summary>
    public GatherLog Silently() => new((_, _) => { }, _ => { }, progress);

    private void VisitAll(ElementFile file, Action<int> visit)
    {
        for (int position = 0; position < file.Count; position++)
        {
            try
            {
                visit(position);
            }
            catch (DataException error)
            {
                Report(new UnitPlace(file.PlaceOf(position), position + 1), error);
            }

            progress($"reading {Path.GetFileName(file.File)}", position + 1, file.Count);
        }
    }
}
