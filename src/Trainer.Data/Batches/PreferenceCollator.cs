using Trainer.Data.Text;
using Trainer.Modeling.Vision;

namespace Trainer.Data.Batches;

/// <summary>Puts pairs into one block.</summary>
/// <param name="padTokenId">Token that fills rows up to the longest one.</param>
/// <param name="imageSize">Width and height of pictures, in pixels.</param>
/// <param name="sharePrefix">Whether one row holds both answers behind one prompt, instead of a row each.</param>
public sealed class PreferenceCollator(long padTokenId, int imageSize, bool sharePrefix = true)
{
    /// <summary>Makes a batch, which its consumer disposes. May run on any thread.</summary>
    /// <param name="examples">At least one.</param>
    public PreferenceBatch Collate(IReadOnlyList<PreferenceExample> examples)
    {
        TokenizedPair[] pairs = [.. examples.Select(example => example.Pair)];
        long[][] rows = sharePrefix ? [.. pairs.Select(Packed)] : [.. pairs.Select(pair => Alone(pair, pair.Chosen)), .. pairs.Select(pair => Alone(pair, pair.Rejected))];
        return new PreferenceBatch
        {
            TokenIds = Block.Pad(rows, _ => padTokenId),
            Ends = Block.Own([.. rows.Select(row => (long)row.Length)]),
            Shared = sharePrefix ? Share(pairs) : null,
            ChosenEnds = Block.Own([.. pairs.Select(pair => (long)pair.Prefix.Length + pair.Chosen.TokenIds.Length)]),
            Chosen = Labels(pairs, pair => pair.Chosen, rowsBefore: 0, _ => 0),
            Rejected = Labels(pairs, pair => pair.Rejected, sharePrefix ? 0 : pairs.Length, pair => sharePrefix ? pair.Chosen.TokenIds.Length : 0),
            Pixels = Block.Stack([.. examples.SelectMany(example => example.Images)], imageSize),
            WeakPixels = Block.Stack([.. examples.SelectMany(example => example.WeakImages)], imageSize),
            Instructions = Instructions.Of([.. pairs.SelectMany(pair => pair.Instructions)]),
            Keys = [.. examples.Select(example => example.Key())],
            RecordIds = [.. examples.Select(example => example.RecordId)],
            Tokens = rows.Sum(row => (long)row.Length),
        };
    }

    private static long[] Packed(TokenizedPair pair) => [.. pair.Prefix, .. pair.Chosen.TokenIds, .. pair.Rejected.TokenIds];

    private static long[] Alone(TokenizedPair pair, TokenizedAnswer answer) => [.. pair.Prefix, .. answer.TokenIds];

    private static SharedPrefix Share(TokenizedPair[] pairs) => new(
        Block.Pad([.. pairs.Select(Positions)], _ => 0),
        Block.Own([.. pairs.Select(pair => (long)pair.Prefix.Length)]),
        Block.Pad([.. pairs.Select(BranchStarts)], row => pairs[row].Prefix.Length));

    private static long[] Positions(TokenizedPair pair) =>
    [
        .. Count(0, pair.Prefix.Length + pair.Chosen.TokenIds.Length),
        .. Count(pair.Prefix.Length, pair.Rejected.TokenIds.Length),
    ];

    private static long[] BranchStarts(TokenizedPair pair)
    {
        int chosenEnd = pair.Prefix.Length + pair.Chosen.TokenIds.Length;
        return [.. Enumerable.Repeat((long)pair.Prefix.Length, chosenEnd), .. Enumerable.Repeat((long)chosenEnd, pair.Rejected.TokenIds.Length)];
    }

    private static IEnumerable<long> Count(int start, int count) => Enumerable.Range(start, count).Select(place => (long)place);

    /// <summary>An answer's first token is predicted at the prompt's last place, which is not the place before it when another answer stands between.</summary>
    private static AnswerLabels Labels(TokenizedPair[] pairs, Func<TokenizedPair, TokenizedAnswer> side, int rowsBefore, Func<TokenizedPair, int> between)
    {
        var scored = (
            from pair in Enumerable.Range(0, pairs.Length)
            let answer = side(pairs[pair])
            from index in Enumerable.Range(0, answer.Labels.Length)
            where answer.Labels[index] != TokenizedConversation.Ignored
            let place = pairs[pair].Prefix.Length - 1 + (index == 0 ? 0 : between(pairs[pair]) + index)
            select (Pair: pair, Place: place, Target: answer.Labels[index])).ToArray();
        return new AnswerLabels(
            [.. scored.Select(label => label.Pair)],
            [.. scored.Select(label => rowsBefore + label.Pair)],
            [.. scored.Select(label => label.Place)],
            [.. scored.Select(label => label.Target)]);
    }
}
