using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Data.Preferences;

/// <summary>
/// The pairs of a file. Its records are read once to find the pairs worth using, and again when a pair is asked for, so
/// that memory holds only their places. Safe to use from several threads.
/// </summary>
public sealed class PreferenceFile : IRecordSource<PreferenceRecord>
{
    private readonly RecordFile<CompletionsRecord> file;
    private readonly IReadOnlyList<PairPlace> pairs;

    private PreferenceFile(RecordFile<CompletionsRecord> file, PairSearch found)
    {
        this.file = file;
        pairs = found.Pairs;
        Report = found.Report(file.Count);
    }

    /// <summary>Number of pairs.</summary>
    public int Count => pairs.Count;

    /// <summary>What became of the file's records.</summary>
    public PairReport Report { get; }

    /// <summary>Opens a file and finds its pairs.</summary>
    /// <param name="path">JSONL, or one JSON list.</param>
    /// <param name="format">How its records are written; see <see cref="RecordFormats.Completions"/>.</param>
    /// <param name="imageDir">Folder that image paths start from. Each picture must exist, but none is decoded.</param>
    /// <param name="rules">Which pairs are used.</param>
    /// <exception cref="DataException">The file or the format does not exist.</exception>
    public static PreferenceFile Open(string path, string format, string imageDir, PairRules rules)
    {
        RecordFile<CompletionsRecord> file = RecordFile.Open(path, RecordFormats.Completions(format));
        try
        {
            var search = new PairSearch(imageDir, rules);
            search.Run(file);
            return new PreferenceFile(file, search);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads one pair.</summary>
    /// <param name="position">From 0, in the order of the file and then of the answers.</param>
    /// <exception cref="DataException">The file changed since it was opened.</exception>
    public PreferenceRecord Read(int position) =>
        file.Read(pairs[position].Record).Pair(pairs[position].Chosen, pairs[position].Rejected);

    /// <inheritdoc/>
    public IReadOnlyList<int> PositionsOf(string? split)
    {
        HashSet<int> records = [.. file.PositionsOf(split)];
        return [.. Enumerable.Range(0, pairs.Count).Where(position => records.Contains(pairs[position].Record))];
    }

    /// <summary>Where a pair's record begins, for messages.</summary>
    public RecordPlace PlaceOf(int position) => file.PlaceOf(pairs[position].Record);

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
