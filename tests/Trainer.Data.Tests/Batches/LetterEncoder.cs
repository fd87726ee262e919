using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Batches;

/// <summary>A stand-in: one token a letter, answers are labels.</summary>
internal static class LetterEncoder
{
    /// <summary>Encoder that leaves out conversations of more than this many letters.</summary>
    public static Func<IReadOnlyList<Turn>, TokenizedConversation?> Dropping(int most) =>
        turns => Encode(turns) is var conversation && conversation.TokenIds.Length <= most ? conversation : null;

    public static TokenizedConversation Encode(IReadOnlyList<Turn> turns) =>
        new(
            [.. turns.SelectMany(turn => turn.Value.Select(letter => (long)letter))],
            [.. turns.SelectMany(turn => turn.Value.Select(letter => turn.From == Speaker.Gpt ? letter : TokenizedConversation.Ignored))],
            ImageCount: 0);
}
