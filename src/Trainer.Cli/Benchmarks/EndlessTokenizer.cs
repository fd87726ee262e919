using Trainer.Data.Text;

namespace Trainer.Cli.Benchmarks;

/// <summary>A tokenizer whose end no model ever says, so that all answers take all tokens and two programs do equal work.</summary>
/// <param name="tokenizer">Everything else.</param>
internal sealed class EndlessTokenizer(ITokenizer tokenizer) : ITokenizer
{
    public int BosId => tokenizer.BosId;

    public int EosId => -1;

    public int UnknownId => tokenizer.UnknownId;

    public int PadId => tokenizer.PadId;

    public int VocabularySize => tokenizer.VocabularySize;

    public IReadOnlyCollection<string> SpecialTokens => tokenizer.SpecialTokens;

    public IReadOnlyList<TextToken> Tokenize(string text) => tokenizer.Tokenize(text);

    public long[] Encode(string text) => tokenizer.Encode(text);

    public string Decode(ReadOnlySpan<long> ids) => tokenizer.Decode(ids);
}
