using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

/// <summary>The tokenizer of a model whose vision side reads questions: of each it keeps the text, and says its length.</summary>
internal sealed class QuestionReader : ITokenizer
{
    private readonly CharacterTokenizer letters = new();

    public List<string> Asked { get; } = [];

    public int BosId => letters.BosId;

    public int EosId => letters.EosId;

    public int UnknownId => letters.UnknownId;

    public int PadId => letters.PadId;

    public int VocabularySize => letters.VocabularySize;

    public IReadOnlyCollection<string> SpecialTokens => letters.SpecialTokens;

    public IReadOnlyList<TextToken> Tokenize(string text) => letters.Tokenize(text);

    public long[] Encode(string text) => letters.Encode(text);

    public string Decode(ReadOnlySpan<long> ids) => letters.Decode(ids);

    public long[]? EncodeInstruction(string text)
    {
        Asked.Add(text);
        return [text.Length];
    }
}
