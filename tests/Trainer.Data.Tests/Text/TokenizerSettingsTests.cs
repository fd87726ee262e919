using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

public sealed class TokenizerSettingsTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public TokenizerSettingsTests() => directory.Write("tokenizer.model", File.ReadAllBytes(Fixture.ModelPath));

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("{}", new long[] { 1, 259, 2, 349 })]
    [InlineData("""{"legacy": true}""", new long[] { 1, 259, 2, 349 })]
    [InlineData("""{"legacy": false}""", new long[] { 1, 259, 2, 322, 320 })]
    public void Open_Legacy_ChoosesThePrefixRule(string config, long[] ids)
    {
        directory.Write("tokenizer_config.json", config);
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(directory.Path);

        Assert.Equal(ids, tokenizer.Encode("a</s>USER"));
    }

    [Fact]
    public void Open_AddedTokens_ExtendTheVocabulary()
    {
        directory.Write("tokenizer_config.json", """
            {"pad_token": {"content": "<pad>"}, "added_tokens_decoder": {"2": {"content": "</s>", "special": true}, "461": {"content": "<pad>", "special": true}}}
            """);
        directory.Write("added_tokens.json", """{"<im_start>": 460}""");
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(directory.Path);

        Assert.Equal((462, 461), (tokenizer.VocabularySize, tokenizer.PadId));
        Assert.Equal([1, 460, 259, 461], tokenizer.Encode("<im_start>a<pad>"));
        Assert.Equal("a", tokenizer.Decode([1, 460, 259, 461]));
    }

    [Fact]
    public void Open_PadTokenOfTheMap_IsFoundAmongThePieces()
    {
        directory.Write("special_tokens_map.json", """{"pad_token": "</s>"}""");
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(directory.Path);

        Assert.Equal(tokenizer.EosId, tokenizer.PadId);
    }

    [Theory]
    [InlineData("{\"legacy\": ")]
    [InlineData("[1]")]
    public void Open_BrokenConfig_NamesTheFile(string config)
    {
        directory.Write("tokenizer_config.json", config);

        DataException error = Assert.Throws<DataException>(() => SentencePieceTokenizer.Open(directory.Path));
        Assert.Contains("tokenizer_config.json is not a JSON object", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AddedTokenFarBeyondTheVocabulary_NamesIt()
    {
        directory.Write("added_tokens.json", """{"<far>": 2147483647}""");

        DataException error = Assert.Throws<DataException>(() => SentencePieceTokenizer.Open(directory.Path));
        Assert.Contains("'<far>' with id 2147483647", error.Message, StringComparison.Ordinal);
    }
}
