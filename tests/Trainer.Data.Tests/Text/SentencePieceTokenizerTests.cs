using System.Text.Json;
using Trainer.Data.Text;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Data.Tests.Text;

public sealed class SentencePieceTokenizerTests(ITestOutputHelper output)
{
    [Fact]
    public void Tokenize_TextWithoutSpecials_EqualsSentencePiece()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();
        foreach (JsonElement example in Fixture.Section("spm_encode").EnumerateArray().Where(example => example[0].GetString() != "<unk>"))
        {
            Assert.Equal(example[1].Ids(), tokenizer.Tokenize(example[0].GetString()!).Select(token => token.Id));
        }
    }

    [Fact]
    public void Tokenize_TextBehindASpecialToken_EqualsSentencePieceWithoutPrefix()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open(PrefixRule.TextStart);
        foreach (JsonElement example in Fixture.Section("spm_encode_no_dummy_prefix").EnumerateArray().Where(example => example[0].GetString() != "<unk>"))
        {
            Assert.Equal([tokenizer.EosId, .. example[1].Ids()], tokenizer.Tokenize("</s>" + example[0].GetString()!).Select(token => token.Id));
        }
    }

    [Fact]
    public void Decode_GoldenIds_EqualsSentencePiece()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();
        foreach (JsonElement example in Fixture.Section("spm_decode").EnumerateArray())
        {
            Assert.Equal(example[1].GetString(), tokenizer.Decode(example[0].Ids()));
        }
    }

    [Theory]
    [InlineData(PrefixRule.EverySegment, "legacy")]
    [InlineData(PrefixRule.TextStart, "non_legacy_since_4_34")]
    [InlineData(PrefixRule.TextStartByStripping, "non_legacy_4_31")]
    public void Encode_TextWithSpecials_EqualsTransformers(PrefixRule prefix, string section)
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open(prefix);
        foreach (JsonElement example in Fixture.Section("with_specials", section).EnumerateArray())
        {
            Assert.Equal(example[1].Ids(), tokenizer.Encode(example[0].GetString()!));
        }
    }

    [Theory]
    [InlineData(PrefixRule.EverySegment)]
    [InlineData(PrefixRule.TextStart)]
    [InlineData(PrefixRule.TextStartByStripping)]
    public void Tokenize_AnyRule_PlacesCoverTheTextInOrder(PrefixRule prefix)
    {
        const string text = "a cat\u00e9 \U0001F600</s> and <s>two \u65e5";
        using SentencePieceTokenizer tokenizer = Fixture.Open(prefix);

        IReadOnlyList<TextToken> tokens = tokenizer.Tokenize(text);

        int reached = 0;
        foreach (TextToken token in tokens)
        {
            Assert.True(token.Begin <= token.End && token.Begin <= reached && token.End >= reached, $"{token} after {reached}");
            reached = token.End;
        }

        Assert.Equal(text.Length, reached);
        Assert.Equal("</s>", text[tokens.Single(token => token.Id == tokenizer.EosId).Begin..][..4]);
    }

    [Fact]
    public void PieceOf_TokensOfAText_SpellItAsTheVocabularyDoes()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        Assert.Equal("<s>\u2581a\u2581cat</s>", string.Concat(tokenizer.Encode("a cat</s>").Select(tokenizer.PieceOf)));
        Assert.Throws<DataException>(() => tokenizer.PieceOf(tokenizer.VocabularySize));
        Assert.Throws<DataException>(() => tokenizer.PieceOf(-1));
    }

    [Fact]
    public void Decode_EncodedText_GivesTheTextBack()
    {
        const string text = "Two  caf\u00e9s,\n\ttab \U0001F600 \u65e5\u672c";
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void Encode_LoneSurrogate_BecomesReplacementCharacter()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        Assert.Equal(tokenizer.Encode("a\ufffdb"), tokenizer.Encode("a\ud800b"));
    }

    [Theory]
    [InlineData(-200)]
    [InlineData(460)]
    [InlineData(long.MaxValue)]
    public void Decode_IdOutsideVocabulary_NamesTheId(long id)
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        DataException error = Assert.Throws<DataException>(() => tokenizer.Decode([1, id]));
        Assert.Contains($"Id {id} is outside the vocabulary of 460", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFile_SaysWhatToName()
    {
        DataException error = Assert.Throws<DataException>(() => SentencePieceTokenizer.Open("/nowhere/tokenizer.model"));
        Assert.Contains("/nowhere/tokenizer.model", error.Message, StringComparison.Ordinal);
        Assert.Contains("holds tokenizer.model", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    public void Open_NotAModel_SaysSo(string content)
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("tokenizer.model", content);

        DataException error = Assert.Throws<DataException>(() => SentencePieceTokenizer.Open(file));
        Assert.Contains("is not a usable tokenizer model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EveryTruncationOfAModel_FailsOrLoadsButNeverCrashes()
    {
        byte[] whole = File.ReadAllBytes(Fixture.ModelPath);
        using var directory = new TemporaryDirectory();
        for (int length = 0; length < whole.Length; length += 97)
        {
            string file = directory.Write("tokenizer.model", whole[..length]);
            Exception? error = Record.Exception(() => SentencePieceTokenizer.Open(file).Dispose());
            Assert.True(error is null or DataException, $"{length} bytes: {error}");
        }
    }

    [Fact]
    public void Open_LlamaModel_EqualsReferenceExamples()
    {
        if (!RealData.TryFind("tokenizers/llama2_tokenizer.model", output, out string model)
            || !RealData.TryFind("tokenizers/llama2_encode_examples.json", output, out string examples))
        {
            return;
        }

        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(model);
        Assert.Equal((1, 2, 0, 0, 32000), (tokenizer.BosId, tokenizer.EosId, tokenizer.UnknownId, tokenizer.PadId, tokenizer.VocabularySize));
        foreach (JsonElement example in JsonDocument.Parse(File.ReadAllBytes(examples)).RootElement.EnumerateArray())
        {
            Assert.Equal(example.GetProperty("ids").Ids(), tokenizer.Encode(example.GetProperty("text").GetString()!));
        }
    }
}
