using Trainer.Data.Batches;
using Trainer.Data.Records;

namespace Trainer.Data.Rewards;

/// <summary>Makes examples to score of any records with answers.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
/// <param name="folder">Where image paths start from.</param>
/// <param name="parts">What leads up to a record's answers, and the answers; of a pair, the better one first.</param>
/// <param name="encoder">Turns answers into tokens.</param>
/// <param name="facts">What the judge is told.</param>
/// <param name="images">Reads pictures.</param>
public sealed class RewardExampleFormat<TRecord>(
    string folder, Func<TRecord, JudgedAnswers> parts, RewardEncoder encoder, FactSource facts, IImageReader images)
    : IExampleFormat<TRecord, RewardExample>
    where TRecord : IRecord
{
    /// <inheritdoc/>
    public int LengthOf(TRecord record) => Encode(record, parts(record))?.Sum(answer => answer.Length) ?? 0;

    /// <inheritdoc/>
    public RewardExample Load(TRecord record)
    {
        JudgedAnswers judged = parts(record);
        return new RewardExample(
            record.Id,
            Encode(record, judged) ?? throw new DataException("It is too long, or its answers are equal."),
            [.. record.Images.Select(image => images.Read(ImagePaths.Resolve(folder, image)))])
        {
            Instructions = encoder.InstructionsOf(judged.Turns),
            BetterIsSecond = judged.BetterIsSecond,
        };
    }

    /// <summary>Null where an answer is too long, or where two are equal tokens: there is nothing to tell apart.</summary>
    private long[][]? Encode(TRecord record, JudgedAnswers judged)
    {
        long[][] rows = [.. judged.Answers.Select((answer, index) => encoder.Encode(judged.Turns, answer, facts.Of(record, index))).OfType<long[]>()];
        bool isEqualPair = rows.Length == 2 && rows[0].AsSpan().SequenceEqual(rows[1]);
        return rows.Length == judged.Answers.Count && !isEqualPair ? rows : null;
    }
}

/// <summary>What is judged of a record.</summary>
/// <param name="Turns">What leads up to the answers; the human speaks last.</param>
/// <param name="Answers">The answers.</param>
public sealed record JudgedAnswers(IReadOnlyList<Turn> Turns, IReadOnlyList<string> Answers)
{
    /// <summary>Whether the pair's file lists the better answer second.</summary>
    public bool BetterIsSecond { get; init; }

    /// <summary>Both answers of a pair, the better one first.</summary>
    public static JudgedAnswers Of(PreferenceRecord pair) => new(pair.Turns, [pair.Chosen, pair.Rejected]) { BetterIsSecond = pair.BetterIsSecond };

    /// <summary>A conversation's last answer.</summary>
    public static JudgedAnswers Of(ConversationRecord conversation) =>
        new([.. conversation.Turns.SkipLast(1)], [conversation.Turns[^1].Value]);
}
