using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;

namespace Trainer.Cli.Datasets;

/// <summary>Looks at pairs as a reward model does: each answer with the question for its quality and the facts, and a score at the last token.</summary>
/// <param name="encoder">The stage's.</param>
/// <param name="boundless">The same without a limit.</param>
/// <param name="facts">What the model is told of pictures.</param>
/// <param name="strip">How tokens are shown.</param>
internal sealed class RewardLens(RewardEncoder encoder, RewardEncoder boundless, FactSource facts, TokenStrip strip) : IRecordLens
{
    private static readonly string[] Titles = ["Chosen, judged", "Rejected, judged"];

    /// <inheritdoc/>
    public SeenRecord See(IRecord record)
    {
        try
        {
            return See((PreferenceRecord)record);
        }
        catch (DataException exception)
        {
            return new SeenRecord(SeenState.Refused, $"Stops a run: {exception.Message}", []);
        }
    }

    private SeenRecord See(PreferenceRecord pair)
    {
        string[] answers = [pair.Chosen, pair.Rejected];
        long[][] all = [.. answers.Select((answer, index) => boundless.Encode(pair.Turns, answer, facts.Of(pair, index))!)];
        long[]?[] used = [.. answers.Select((answer, index) => encoder.Encode(pair.Turns, answer, facts.Of(pair, index)))];
        string lengths = $"{all[0].Length} tokens of the chosen answer with prompt, facts and question, {all[1].Length} of the rejected one";
        (SeenState state, string outcome) = used.Contains(null) ? (SeenState.LeftOut, $"Left out: {lengths}, which are too many.")
            : used[0]!.AsSpan().SequenceEqual(used[1]) ? (SeenState.LeftOut, "Left out: both answers are the same tokens.")
            : used.Zip(all).Any(row => row.First!.Length < row.Second.Length) ? (SeenState.Cut, $"Cut at the end of an answer: {lengths}.")
            : (SeenState.Used, $"{lengths}.");
        return new SeenRecord(state, outcome, [.. Titles.Select((title, index) => new SeenRow(title, Row(all[index], used[index])))]);
    }

    /// <summary>The tokens; what is missing of a used row was cut out of it, at the end of the answer.</summary>
    private IReadOnlyList<ShownToken> Row(long[] all, long[]? used)
    {
        if (used is null)
        {
            return strip.Cut(all);
        }

        int end = Math.Min(used.AsSpan().CommonPrefixLength(all), used.Length - 1);
        return [.. strip.Read(used.AsSpan(0, end)), .. strip.Cut(all.AsSpan(end, all.Length - used.Length)), .. strip.Scored(used.AsSpan(end))];
    }
}
