using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

/// <summary>One id a character (its code + 3) and one for <c>&lt;/s&gt;</c>: the vocabulary with which the reference sequences were computed.</summary>
internal sealed class CharacterTokenizer : ITokenizer
{
    private const string End = "</s>";

    public int BosId => 1;

    public int EosId => 2;

    public int UnknownId => 0;

    public int PadId => 0;

    public int VocabularySize => 128 + 3;

    public IReadOnlyCollection<string> SpecialTokens => [End];

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

    public long[] Encode(string text) => [BosId, .. Tokenize(text).Select(token => token.Id)];

    public string Decode(ReadOnlySpan<long> ids) => throw new NotSupportedException();
}
