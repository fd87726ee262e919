using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>The pairs of a prompt's scored answers.</summary>
internal static class ScoredPairs
{
    /// <summary>Each two answers whose scores differ enough, in the order of the file.</summary>
    /// <param name="record">The prompt and its answers.</param>
    /// <param name="margin">Least difference of the scores; equal scores never make a pair.</param>
    internal static IReadOnlyList<PreferenceRecord> All(CompletionsRecord record, double margin)
    {
        (int Chosen, int Rejected)[] places =
        [
            .. from first in Enumerable.Range(0, record.Completions.Count)
               from second in Enumerable.Range(first + 1, record.Completions.Count - first - 1)
               let gap = record.Completions[first].Score - record.Completions[second].Score
               where gap != 0 && Math.Abs(gap) >= margin
               select gap > 0 ? (first, second) : (second, first),
        ];
        return [.. places.Select(place => Pair(record, place.Chosen, place.Rejected, isOnly: places.Length == 1))];
    }

    /// <summary>The best answer and the worst one, the first of equals; none where they differ too little.</summary>
    /// <param name="record">The prompt and its answers.</param>
    /// <param name="margin">Least difference of the scores.</param>
    internal static IReadOnlyList<PreferenceRecord> Extremes(CompletionsRecord record, double margin)
    {
        if (record.Completions.Count == 0)
        {
            return [];
        }

        int best = Enumerable.Range(0, record.Completions.Count).MaxBy(place => record.Completions[place].Score);
        int worst = Enumerable.Range(0, record.Completions.Count).MinBy(place => record.Completions[place].Score);
        double gap = record.Completions[best].Score - record.Completions[worst].Score;
        return gap > 0 && gap >= margin ? [Pair(record, best, worst, isOnly: true)] : [];
    }

    /// <summary>Several pairs of a record are told apart by the answers' places, from 1.</summary>
    private static PreferenceRecord Pair(CompletionsRecord record, int chosen, int rejected, bool isOnly)
    {
        PreferenceRecord pair = record.Pair(chosen, rejected);
        return isOnly ? pair : pair with { Id = $"{record.Id}/{chosen + 1}-{rejected + 1}" };
    }
}
