using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Torch;

namespace Trainer.Algorithms.Preferences;

/// <summary>Two answers for each pair, one after the other, in place of each conversation's last one.</summary>
internal sealed class PreferencesTask(IReadOnlyList<ConversationRecord> prompts, string imageDir, RandomRoot random, PreferencesOptions options) : IAnswerTask
{
    /// <summary>Answers of a pair.</summary>
    internal const int AnswersEach = 2;

    /// <summary>The conversations, whose last answer is given anew.</summary>
    internal IReadOnlyList<ConversationRecord> Prompts => prompts;

    /// <summary>The folder that all image paths start from.</summary>
    internal string ImageDir => imageDir;

    /// <summary>The task of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="hasRecords">Whether to read its records; without them, the task only tells how it would be done.</param>
    internal static PreferencesTask Of(PreferencesRecipe recipe, bool hasRecords = true)
    {
        var random = new RandomRoot(recipe.Seed);
        return new PreferencesTask(hasRecords ? PromptSource.Read(recipe.Data, random) : [], PromptSource.ImageDir(recipe.Data), random, recipe.Preferences);
    }

    public int Records => prompts.Count;

    public int Samples => AnswersEach * options.PairsPerPrompt;

    public int MaxNewTokens => options.MaxNewTokens;

    public string IdOf(int record) => prompts[record].Id;

    public string? ReasonAgainst(int record) => null;

    public IReadOnlyList<Turn> TurnsOf(int record) => [.. prompts[record].Turns.SkipLast(1)];

    public SamplingSettings SamplingOf(int record, int sample) => options.SamplingAt(options.Temperature[Draws("temperature", record, sample / AnswersEach).Next(options.Temperature.Count)]);

    public Random DrawsOf(AnswerJob job) => Draws("answer", job.Record, job.Sample);

    public float[] PixelsOf(AnswerJob job, IImageReader images)
    {
        float[][] pictures = [.. prompts[job.Record].Images.Select(image => images.Read(ImagePaths.Resolve(imageDir, image)))];
        return pictures is [float[] only] ? only : [.. pictures.SelectMany(pixels => pixels)];
    }

    /// <summary>Whether a pair's later answer stands first in the file, so that places say nothing about draws.</summary>
    internal bool Swaps(int record, int pair) => Draws("order", record, pair).Next(2) == 1;

    /// <summary>A generator for a use of its own. It depends on the conversation, not on its place, so that other subsets draw the same.</summary>
    private Random Draws(string use, int record, int index) =>
        random.Managed($"preferences/{use}/{prompts[record].Id}/{string.Join('\n', prompts[record].Turns.Select(turn => turn.Value))}", index);
}
