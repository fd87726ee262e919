using System.Text;
using Trainer.Data.Text;

namespace Trainer.TestKit;

/// <summary>One id a character (its code + 3) and one for <c>&lt;/s&gt;</c>: the vocabulary with which the reference sequences were computed.</summary>
public sealed class CharacterTokenizer : ITokenizer
{
    private const string End = "</s>";

    /// <inheritdoc/>
    public int BosId => 1;

    /// <inheritdoc/>
    public int EosId => 2;

    /// <inheritdoc/>
    public int UnknownId => 0;

    /// <inheritdoc/>
    public int PadId => 0;

    /// <inheritdoc/>
    public int VocabularySize => 128 + 3;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> SpecialTokens => [End];

    /// <inheritdoc/>
    public IReadOnlyList<TextToken> Tokenize(string text)
    {
        var tokens = new List<TextToken>();
        for (int position = 0; position < text.Length;)
        {
            bool isEnd = string.CompareOrdinal(text, position, End, 0, End.Length) == 0;
            int length = isEnd ? End.Length : 1;
            tokens.Add(new TextToken(isEnd ? EosId : text[position] + 3, position, position + length));
            position += length;
        }

        return tokens;
    }

    /// <inheritdoc/>
    public long[] Encode(string text) => [BosId, .. Tokenize(text).Select(token => token.Id)];

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<long> ids)
    {
        var text = new StringBuilder();
        foreach (long id in ids)
        {
            text.Append(id > EosId ? ((char)(id - 3)).ToString() : string.Empty);
        }

        return text.ToString();
    }
}
