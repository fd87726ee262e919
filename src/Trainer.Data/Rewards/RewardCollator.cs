using Trainer.Data.Batches;
using Trainer.Modeling.Vision;

namespace Trainer.Data.Rewards;

/// <summary>Puts answers to score into one block.</summary>
/// <param name="padTokenId">Token that fills rows up to the longest one.</param>
/// <param name="imageSize">Width and height of pictures, in pixels.</param>
public sealed class RewardCollator(long padTokenId, int imageSize)
{
    /// <summary>Makes a batch, which its consumer disposes. May run on any thread.</summary>
    /// <param name="examples">At least one; all with equally many answers.</param>
    public RewardBatch Collate(IReadOnlyList<RewardExample> examples)
    {
        int answers = examples[0].Answers.Count;
        long[][] rows = [.. Enumerable.Range(0, answers).SelectMany(answer => examples.Select(example => example.Answers[answer]))];
        int longest = rows.Max(row => row.Length);
        return new RewardBatch
        {
            TokenIds = Block.PadLeft(rows, padTokenId),
            Starts = Block.Own([.. rows.Select(row => (long)(longest - row.Length))]),
            AnswersEach = answers,
            Pixels = Block.Stack([.. examples.SelectMany(example => example.Images)], imageSize),
            Instructions = Instructions.Of([.. examples.SelectMany(example => example.Instructions)]),
            RecordIds = [.. examples.Select(example => example.RecordId)],
            BetterIsSecond = [.. examples.Select(example => example.BetterIsSecond)],
            Tokens = rows.Sum(row => (long)row.Length),
        };
    }
}
