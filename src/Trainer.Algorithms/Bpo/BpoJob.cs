namespace Trainer.Algorithms.Bpo;

/// <summary>One answer to generate.</summary>
/// <param name="Record">The record's place in the run's list.</param>
/// <param name="Sample">Which of its answers, from 0.</param>
/// <param name="Entry">The record.</param>
/// <param name="TokenIds">The prompt as the model reads it.</param>
internal sealed record BpoJob(int Record, int Sample, BpoEntry Entry, long[] TokenIds);

/// <summary>All answers that a run generates, in batches of similar length, and the records that can't be put to the model.</summary>
/// <param name="Batches">Longest prompts first, so that what doesn't fit into memory shows at once. They are the same after an interruption.</param>
/// <param name="Unusable">Why a record, by its place, is left out.</param>
internal sealed record BpoPlan(IReadOnlyList<BpoJob[]> Batches, IReadOnlyDictionary<int, string> Unusable)
{
    /// <summary>Number of answers.</summary>
    internal int Count => Batches.Sum(batch => batch.Length);

    /// <summary>Plans a run.</summary>
    internal static BpoPlan Make(IReadOnlyList<BpoEntry> entries, INegativeMaker maker, NegativeGenerator generator, BpoOptions options)
    {
        var unusable = new Dictionary<int, string>();
        var jobs = new List<BpoJob>();
        for (int i = 0; i < entries.Count; i++)
        {
            string? problem = IsOutOfScope(entries[i].Record, options) ? "annotated_answer_length" : null;
            if (problem is null && generator.Encode(entries[i].Record, out problem) is { } ids)
            {
                jobs.AddRange(Enumerable.Range(0, maker.Samples).Select(sample => new BpoJob(i, sample, entries[i], ids)));
            }
            else
            {
                unusable[i] = problem!;
            }
        }

        return new BpoPlan([.. jobs.OrderByDescending(job => job.TokenIds.Length).Chunk(options.BatchSize)], unusable);
    }

    private static bool IsOutOfScope(BpoRecord record, BpoOptions options)
    {
        int words = AnswerFilter.CountWords(record.Positive.Response);
        return words < options.MinPositiveWords || (options.MaxPositiveWords > 0 && words > options.MaxPositiveWords);
    }
}
