using System.Text.RegularExpressions;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

/// <summary>One id a word of a short list, spaces have none: the vocabulary of hand-sized reference sequences.</summary>
internal sealed partial class WordTokenizer(IReadOnlyDictionary<string, int> words) : ITokenizer
{
    private const string End = "</s>";

    public int BosId => 1;

    public int EosId => 2;

    public int UnknownId => 0;

    public int PadId => 0;

    public int VocabularySize => words.Values.Max() + 1;

    public IReadOnlyCollection<string> SpecialTokens => [End];

    public IReadOnlyList<TextToken> Tokenize(string text) => [.. Words().Matches(text).Select(match =>
        new TextToken(match.Value == End ? EosId : words[match.Value], match.Index, match.Index + match.Length))];

    public long[] Encode(string text) => [BosId, .. Tokenize(text).Select(token => token.Id)];

    public string Decode(ReadOnlySpan<long> ids) => throw new NotSupportedException();

    [GeneratedRegex(@"</s>|\n|\w+|:")]
    private static partial Regex Words();
}
