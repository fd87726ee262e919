using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Algorithms.Bpo;

/// <summary>Worse answers to annotated records.</summary>
internal sealed class BpoTask(IReadOnlyList<BpoEntry> entries, INegativeMaker maker, RandomRoot random, BpoOptions options) : IAnswerTask
{
    /// <summary>The records.</summary>
    internal IReadOnlyList<BpoEntry> Entries => entries;

    /// <summary>What makes their worse answers.</summary>
    internal INegativeMaker Maker => maker;

    /// <summary>The task of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="hasRecords">Whether to read its records; without them, the task only tells how it would be done.</param>
    internal static BpoTask Of(BpoRecipe recipe, bool hasRecords = true)
    {
        var random = new RandomRoot(recipe.Seed);
        IReadOnlyList<BpoEntry> all = hasRecords ? BpoSource.Read(recipe.Data, random) : [];
        return new BpoTask(WorkSplit.Part(all, recipe.Bpo.Chunks, recipe.Bpo.Chunk), NegativeMakers.For(recipe.Bpo), random, recipe.Bpo);
    }

    public int Records => entries.Count;

    public int Samples => maker.Samples;

    public int MaxNewTokens => maker.Sampling.MaxNewTokens;

    public string IdOf(int record) => entries[record].Record.Id;

    public string? ReasonAgainst(int record)
    {
        BpoRecord asked = entries[record].Record;
        int words = AnswerFilter.CountWords(asked.Positive.Response);
        return words < options.MinPositiveWords || (options.MaxPositiveWords > 0 && words > options.MaxPositiveWords) ? "annotated_answer_length"
            : maker.ShowsImage && asked.Image is null ? "no_picture"
            : null;
    }

    public IReadOnlyList<Turn> TurnsOf(int record) => maker.TurnsOf(entries[record].Record);

    public SamplingSettings SamplingOf(int record, int sample) => maker.Sampling;

    public Random DrawsOf(AnswerJob job) => AllDrawsOf(job).Managed("answer");

    public float[] PixelsOf(AnswerJob job, IImageReader images) => maker.ShowsImage
        ? maker.See(images.Read(ImagePaths.Resolve(entries[job.Record].ImageDir, entries[job.Record].Record.Image!)), AllDrawsOf(job))
        : [];

    public Contrast? ContrastFor(Func<Prompt, AnswerJob> jobOf) => maker.ContrastFor(prompt => AllDrawsOf(jobOf(prompt)));

    private RecordDraws AllDrawsOf(AnswerJob job) => new(random, entries[job.Record].Record, job.Sample);
}
