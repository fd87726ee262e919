using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Data.Statistics;

/// <summary>Reads a file of records once, from its beginning to its end, and counts what is in it.</summary>
public sealed record DatasetSurvey
{
    /// <summary>Records that are read at once, and whose pictures are measured at once.</summary>
    private const int Stretch = 1024;

    /// <summary>Folder that image paths start from.</summary>
    public required string ImageDir { get; init; }

    /// <summary>Counts the tokens of a text, on any thread; null leaves tokens out.</summary>
    public Func<string, int>? CountTokens { get; init; }

    /// <summary>Counts the tokens of a whole record as a model sees it, on any thread; null where it can't be trained on. Null leaves that out.</summary>
    public Func<IRecord, int?>? CountRecord { get; init; }

    /// <summary>Surveys a file. Bad records and unreadable pictures are counted, and the first of them told.</summary>
    /// <param name="records">Of any kind.</param>
    /// <param name="progress">Hears how many records are done.</param>
    public DatasetStatistics Run(IRecordSource<IRecord> records, IProgress<int> progress)
    {
        var statistics = new DatasetStatistics();
        foreach (int[] positions in Enumerable.Range(0, records.Count).Chunk(Stretch))
        {
            Add(records, positions, statistics);
            progress.Report(positions[^1] + 1);
        }

        return statistics;
    }

    private void Add(IRecordSource<IRecord> records, int[] positions, DatasetStatistics statistics)
    {
        var images = new List<string>();
        foreach ((RecordFigures? figures, string? problem) in positions.AsParallel().AsOrdered().Select(position => Read(records, position)))
        {
            if (figures is null)
            {
                statistics.AddBad(problem!);
                continue;
            }

            statistics.Add(figures);
            images.AddRange(figures.Record.Images);
        }

        statistics.Pictures.Add(images, ImageDir);
    }

    private (RecordFigures? Figures, string? Problem) Read(IRecordSource<IRecord> records, int position)
    {
        try
        {
            IRecord record = records.Read(position);
            return (RecordFigures.Of(record, CountTokens) with { Tokens = CountRecord?.Invoke(record) }, null);
        }
        catch (DataException exception)
        {
            return (null, exception.Message);
        }
    }
}
