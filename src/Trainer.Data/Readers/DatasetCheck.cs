using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>Reads every record of a file and tells what is in it and what is wrong.</summary>
public sealed class DatasetCheck
{
    private readonly string imageDir;
    private readonly int mostProblems;
    private readonly HashSet<string> ids = [];
    private readonly HashSet<string> images = [];
    private readonly SortedDictionary<string, int> sources = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];
    private int badRecords;
    private int repeatedIds;
    private long turns;

    private DatasetCheck(string imageDir, int mostProblems)
    {
        this.imageDir = imageDir;
        this.mostProblems = mostProblems;
    }

    /// <summary>Checks a file, pictures included: each must exist, but none is decoded.</summary>
    /// <param name="file">The records.</param>
    /// <param name="imageDir">Folder that image paths start from.</param>
    /// <param name="mostProblems">How many problems are told; all are counted.</param>
    public static DatasetReport Run<TRecord>(RecordFile<TRecord> file, string imageDir, int mostProblems = 20)
        where TRecord : IRecord
    {
        var check = new DatasetCheck(imageDir, mostProblems);
        for (var position = 0; position < file.Count; position++)
        {
            check.Add(file, position);
        }

        return new DatasetReport(
            file.Count, check.badRecords, check.turns, check.images.Count, check.repeatedIds, check.sources, check.problems);
    }

    private void Add<TRecord>(RecordFile<TRecord> file, int position)
        where TRecord : IRecord
    {
        try
        {
            TRecord record = file.Read(position);
            RequireImages(record, file.PlaceOf(position));
            Count(record);
        }
        catch (DataException exception)
        {
            badRecords++;
            if (problems.Count < mostProblems)
            {
                problems.Add(exception.Message);
            }
        }
    }

    private void RequireImages(IRecord record, RecordPlace place)
    {
        foreach (string image in record.Images.Where(image => !images.Contains(image)))
        {
            string path = ImagePaths.Resolve(imageDir, image);
            if (!File.Exists(path))
            {
                throw place.Fail("images", $"names '{image}', but there is no file {path}.");
            }
        }
    }

    private void Count(IRecord record)
    {
        turns += record.Turns.Count;
        images.UnionWith(record.Images);
        repeatedIds += ids.Add(record.Id) ? 0 : 1;
        string source = record.Source ?? "";
        sources[source] = sources.GetValueOrDefault(source) + 1;
    }
}
