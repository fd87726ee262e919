namespace Trainer.Algorithms.Common.Answers;

/// <summary>One answer to generate.</summary>
/// <param name="Record">The record's place in the run's list, from 0.</param>
/// <param name="Sample">Which of its answers, from 0.</param>
/// <param name="TokenIds">The prompt as the model reads it.</param>
/// <param name="Sampling">How the answer is drawn.</param>
internal sealed record AnswerJob(int Record, int Sample, long[] TokenIds, SamplingSettings Sampling)
{
    /// <inheritdoc cref="Data.Text.TokenizedConversation.Instructions"/>
    internal IReadOnlyList<long[]> Instructions { get; init; } = [];
}

/// <summary>All answers that a run generates, in batches of similar length, and the records that can't be put to the model.</summary>
/// <param name="Batches">Longest prompts first, so that what doesn't fit into memory shows at once. They are the same after an interruption.</param>
/// <param name="Unusable">Why a record, by its place, is left out.</param>
internal sealed record AnswerPlan(IReadOnlyList<AnswerJob[]> Batches, IReadOnlyDictionary<int, string> Unusable)
{
    /// <summary>Number of answers.</summary>
    internal int Count => Batches.Sum(batch => batch.Length);

    /// <summary>Plans a run.</summary>
    internal static AnswerPlan Make(IAnswerTask task, AnswerPrompts prompts, int batchSize)
    {
        var unusable = new Dictionary<int, string>();
        var jobs = new List<AnswerJob>();
        for (int i = 0; i < task.Records; i++)
        {
            string? problem = task.ReasonAgainst(i);
            if (problem is null && prompts.Encode(task.TurnsOf(i), out problem) is { } prompt)
            {
                int record = i;
                jobs.AddRange(Enumerable.Range(0, task.Samples).Select(sample => new AnswerJob(record, sample, prompt.TokenIds, task.SamplingOf(record, sample)) { Instructions = prompt.Instructions }));
            }
            else
            {
                unusable[i] = problem!;
            }
        }

        return new AnswerPlan([.. Cut(jobs, batchSize)], unusable);
    }

    /// <summary>The answers of a batch are drawn alike.</summary>
    private static IEnumerable<AnswerJob[]> Cut(IEnumerable<AnswerJob> jobs, int size) => jobs
        .GroupBy(job => job.Sampling)
        .SelectMany(alike => alike.OrderByDescending(job => job.TokenIds.Length).Chunk(size))
        .OrderByDescending(batch => batch[0].TokenIds.Length);
}
