using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Data.Text;
using Trainer.Data.Text.Pieces;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Data.Tests.Text.Pieces;

/// <summary>Hugging Face's tokenizers library for JavaScript, which shares nothing with sentencepiece, reads what is written here to equal ids.</summary>
public sealed class TokenizersLibraryTests(ITestOutputHelper output) : IDisposable
{
    private const string Added = """{"<image>": PIECES, "<pad>": NEXT}""";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Encode_TinyModelLegacy_EqualsSentencepiece() => Assert.Empty(await Disagreements(Fixture.ModelPath, isLegacy: true, LibraryTexts.All));

    [Fact]
    public async Task Encode_TinyModelNotLegacy_EqualsSentencepieceWhereTextBeginsWithoutSpace() =>
        Assert.Empty(await Disagreements(Fixture.ModelPath, isLegacy: false, LibraryTexts.All.Where(LibraryTexts.BeginsPlainly)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Encode_LlamasVocabulary_EqualsSentencepiece(bool isLegacy)
    {
        if (!RealData.TryFind("tokenizers/llama2_tokenizer.model", output, out string model))
        {
            return;
        }

        Assert.Empty(await Disagreements(model, isLegacy, LibraryTexts.All.Where(text => isLegacy || LibraryTexts.BeginsPlainly(text))));
    }

    private async Task<List<string>> Disagreements(string model, bool isLegacy, IEnumerable<string> source)
    {
        string[] texts = [.. source];
        using SentencePieceTokenizer tokenizer = Write(model, isLegacy);
        directory.Write("texts.json", JsonSerializer.Serialize(texts));

        JsonNode library = await NodeScript.Run(Path.Combine("Trainer.Data.Tests", "Text", "Pieces", "tokenizers.cjs"), "@huggingface/tokenizers", directory.Path);

        return [.. texts.Where((text, index) => !IsSame(tokenizer, text, library["ids"]![index]!, (string)library["texts"]![index]!))];
    }

    private static bool IsSame(SentencePieceTokenizer tokenizer, string text, JsonNode ids, string decoded)
    {
        long[] expected = tokenizer.Encode(text);
        return expected.SequenceEqual(ids.AsArray().Select(id => (long)id!)) && (!LibraryTexts.DecodeAlike(text) || tokenizer.Decode(expected) == decoded);
    }

    private SentencePieceTokenizer Write(string model, bool isLegacy)
    {
        directory.Write("tokenizer.model", File.ReadAllBytes(model));
        directory.Write("tokenizer_config.json", isLegacy ? """{"legacy": true, "clean_up_tokenization_spaces": false}""" : """{"legacy": false, "clean_up_tokenization_spaces": false}""");
        int pieces = PieceModel.Open(model).Pieces.Count;
        directory.Write("added_tokens.json", Added.Replace("PIECES", $"{pieces}", StringComparison.Ordinal).Replace("NEXT", $"{pieces + 1}", StringComparison.Ordinal));
        TokenizerJson.Write(directory.Path);
        return SentencePieceTokenizer.Open(directory.Path);
    }
}
