using Trainer.Data.Batches;
using Trainer.Data.Preferences;
using Trainer.Data.Records;

namespace Trainer.Algorithms.Common;

/// <summary>Says which pairs a run does not learn from, so that none is missing in silence.</summary>
internal static class LeftOutPairs
{
    internal static void Report<TExample, TBatch>(RecipeData<PreferenceRecord, TExample, TBatch> data, TextWriter progress)
        where TBatch : IBatch
    {
        foreach (PairReport file in data.Sources.OfType<PreferenceFile>().Select(source => source.Report).Where(report => report.Rejections.Count > 0))
        {
            progress.WriteLine($"Left out: {string.Join(", ", file.Rejections.Select(rejection => $"{rejection.Value} {rejection.Key}"))}. For instance: {file.Problems[0]}");
        }

        if (data.Dropped > 0)
        {
            progress.WriteLine($"Left out: {data.Dropped} pairs that are too long, or whose answers are equal tokens within data.max_length.");
        }
    }
}
