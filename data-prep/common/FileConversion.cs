namespace Trainer.Preparation.Common;

/// <summary>
/// Writes one file: some hundred units are examined at a time, and what became of them is written in their order. Now and then everything is put
/// on the disk and the state saved.
/// </summary>
internal sealed class FileConversion(PlannedFile file, FileState state, ConversionTools tools)
{
    private const int UnitsAtOnce = 256;

    internal void Run(string path, int unitsBetweenSaves)
    {
        using IUnits units = file.Open(Gather());
        var examiner = new UnitExaminer(units, tools.Pictures);
        state.IsGathered = true;
        using var output = new Output(new FileWriter(path, file.Layout, state), new SeenIds($"{path}~ids", state.Records));
        int saved = state.Units;
        while (state.Units < units.Count)
        {
            int count = Math.Min(UnitsAtOnce, Math.Min(units.Count, saved + unitsBetweenSaves) - state.Units);
            Convert(examiner, count, output);
            if (state.Units - saved == unitsBetweenSaves)
            {
                Save(output);
                saved = state.Units;
            }

            tools.Progress?.Report(new PreparationProgress(file.Name, state.Units, units.Count));
        }

        output.Writer.Finish();
        state.IsWhole = true;
        Save(output);
    }

    /// <summary>An interrupted conversion gathers again, but what was wrong then was taken down the first time.</summary>
    private GatherLog Gather()
    {
        void Tell(string work, int done, int total)
        {
            if (done % UnitsAtOnce == 0 || done == total)
            {
                tools.Progress?.Report(new PreparationProgress(work, done, total));
            }
        }

        var log = new GatherLog(Report, reason => FileState.Count(state.LeftOut, reason), Tell);
        return state.IsGathered ? log.Silently() : log;
    }

    private void Save(Output output)
    {
        output.Ids.Flush();
        output.Writer.Flush();
        tools.Save();
    }

    private void Convert(UnitExaminer examiner, int count, Output output)
    {
        foreach (Examined unit in examiner.Examine(state.Units, count))
        {
            Take(unit, output);
            state.Units++;
        }
    }

    private void Take(Examined unit, Output output)
    {
        if (unit.Problem is not null)
        {
            Report(unit.Place, unit.Problem);
        }

        foreach (string reason in unit.Converted.LeftOut)
        {
            FileState.Count(state.LeftOut, reason);
        }

        foreach ((PreparedItem item, Problem? problem) in unit.Converted.Items.Zip(unit.Pictures))
        {
            if (problem is not null)
            {
                Report(unit.Place, problem with { Id = item.Id });
            }
            else if (IsFit(item, unit.Place) && IsNew(item, unit.Place, output.Ids))
            {
                output.Ids.Add(item.Id);
                output.Writer.Write(item);
            }
        }
    }

    /// <summary>Counts an item that uses a picture of a benchmark. False: it is dropped for that.</summary>
    private bool IsFit(PreparedItem item, UnitPlace place)
    {
        string[] leaks = [.. tools.HeldOut.Where(pictures => item.Images.Any(pictures.Contains)).Select(pictures => Path.GetFileName(pictures.File))];
        foreach (string leak in leaks)
        {
            FileState.Count(state.HeldOut, leak);
        }

        if (leaks.Length > 0)
        {
            string message = $"uses '{item.Images[0]}', on which {string.Join(", ", leaks)} evaluates.";
            Report(place, new Problem(ProblemKinds.HeldOutImage, "images", message, tools.DropLeaks, item.Id));
        }

        return leaks.Length == 0 || !tools.DropLeaks;
    }

    /// <summary>Names an item whose name the file has. Records are written all the same; an object can't have a field twice.</summary>
    private bool IsNew(PreparedItem item, UnitPlace place, SeenIds ids)
    {
        bool isTable = file.Layout == FileLayout.Table;
        bool isRepeated = ids.Contains(item.Id);
        if (isRepeated)
        {
            Report(place, new Problem(ProblemKinds.RepeatedId, "id", $"is {item.Id}, which an earlier one of this file is called, too.", isTable, item.Id));
        }

        return !isRepeated || !isTable;
    }

    private void Report(UnitPlace place, Problem problem)
    {
        FileState.Count(state.Problems, problem.Kind);
        state.Dropped += problem.IsDropped ? 1 : 0;
        tools.Problems.Write(file.Name, place, problem);
    }

    private sealed record Output(FileWriter Writer, SeenIds Ids) : IDisposable
    {
        public void Dispose()
        {
            Writer.Dispose();
            Ids.Dispose();
        }
    }
}
