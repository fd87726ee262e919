using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Cli.Datasets;

/// <summary>Counts the records of a file that use pictures on which a benchmark evaluates.</summary>
internal static class LeakCheck
{
    /// <summary>Records by the benchmark's file; every file has a count, also 0. Records that can't be read are another check's business.</summary>
    /// <exception cref="DataException">A benchmark's file can't be read.</exception>
    internal static IReadOnlyDictionary<string, int> Count(IRecordSource<IRecord> records, IEnumerable<string> benchmarks)
    {
        HeldOutPictures[] heldOut = [.. benchmarks.Select(HeldOutPictures.Read)];
        var counts = new SortedDictionary<string, int>(heldOut.ToDictionary(pictures => pictures.File, _ => 0), StringComparer.Ordinal);
        for (int position = 0; heldOut.Length > 0 && position < records.Count; position++)
        {
            IReadOnlyList<string> images = ImagesOf(records, position);
            foreach (HeldOutPictures pictures in heldOut.Where(pictures => images.Any(pictures.Contains)))
            {
                counts[pictures.File]++;
            }
        }

        return counts;
    }

    private static IReadOnlyList<string> ImagesOf(IRecordSource<IRecord> records, int position)
    {
        try
        {
            return records.Read(position).Images;
        }
        catch (DataException)
        {
            return [];
        }
    }
}
