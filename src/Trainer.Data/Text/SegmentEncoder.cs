using Trainer.Data.Text.Interop;

namespace Trainer.Data.Text;

/// <summary>Encodes the text between two special tokens under one of the prefix rules.</summary>
internal sealed class SegmentEncoder : IDisposable
{
    // sentencepiece writes a space as this character, and so may a text.
    private const string Space = "\u2581";

    // ModelProto { normalizer_spec { add_dummy_prefix: false } }: a message appended to another one is merged into it.
    private static readonly byte[] NoDummyPrefix = [0x1a, 0x02, 0x18, 0x00];

    private readonly SentencePieceModel model;
    private readonly PrefixRule rule;
    private readonly int spaceId;

    internal SegmentEncoder(byte[] modelBytes, PrefixRule rule)
    {
        this.rule = rule;
        model = SentencePieceModel.Parse(rule == PrefixRule.TextStart ? [.. modelBytes, .. NoDummyPrefix] : modelBytes);
        spaceId = model.IdOf(Space);
    }

    /// <summary>The text as the segments are cut from it. It is one character longer than the original when <see cref="Added"/> is 1.</summary>
    internal string Prepare(string text) =>
        rule == PrefixRule.EverySegment || text.Length == 0 ? text : Space + text.Replace(Space, " ", StringComparison.Ordinal);

    /// <summary>Characters that <see cref="Prepare"/> puts in front.</summary>
    internal int Added => rule == PrefixRule.EverySegment ? 0 : 1;

    /// <summary>Tokens of one segment; positions count from its start.</summary>
    internal IReadOnlyList<TextToken> Encode(string segment) => rule switch
    {
        PrefixRule.TextStartByStripping => EncodeAndStrip(segment),
        _ => Utf8Text.Encode(model, segment),
    };

    /// <summary>Whether this first token of a text is only the added space, which such a rule drops before a special token.</summary>
    internal bool IsDroppedBeforeSpecial(TextToken first) => rule == PrefixRule.TextStart && first.Id == spaceId;

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private List<TextToken> EncodeAndStrip(string segment)
    {
        if (segment.StartsWith(Space, StringComparison.Ordinal))
        {
            return [.. Utf8Text.Encode(model, segment[1..]).Select(token => Shift(token, 1))];
        }

        List<TextToken> tokens = Utf8Text.Encode(model, segment);
        if (segment.StartsWith(' ') || model.PieceOf((int)tokens[0].Id) is not ['\u2581', .. var rest])
        {
            return tokens;
        }

        if (rest.Length == 0)
        {
            tokens.RemoveAt(0);
        }
        else
        {
            tokens[0] = tokens[0] with { Id = model.IdOf(rest) };
        }

        return tokens;
    }

    private static TextToken Shift(TextToken token, int by) =>
        token with { Begin = Math.Max(0, token.Begin + by), End = Math.Max(0, token.End + by) };
}
