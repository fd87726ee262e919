using System.Text.Json;
using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

public sealed class WordPieceTokenizerTests : IDisposable
{
    private static readonly JsonElement Golden = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Text", "Fixtures", "word_pieces.json"))).RootElement;

    private readonly TemporaryDirectory directory = new();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.GetProperty("cases").GetArrayLength())];

    private static IEnumerable<string> Pieces => Golden.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetString()!);

    public void Dispose() => directory.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_Golden_EqualsTheRules(int index)
    {
        JsonElement expected = Golden.GetProperty("cases")[index];

        Assert.Equal(expected.GetProperty("ids").Ids(), Open(Pieces).Encode(expected.GetProperty("text").GetString()!));
    }

    [Fact]
    public void Encode_EveryAccentedLetter_IsThePlainOne()
    {
        Dictionary<string, string> accented = Golden.GetProperty("accented").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);
        WordPieceTokenizer tokenizer = Open(Pieces.Concat(accented.Values).Distinct());

        Assert.Equal(486, accented.Count);
        Assert.All(accented, pair => Assert.Equal(tokenizer.Encode(pair.Value), tokenizer.Encode(pair.Key)));
    }

    [Fact]
    public void Encode_LongInstruction_KeepsItsEndAndBothMarks()
    {
        WordPieceTokenizer tokenizer = Open(Pieces);
        long[] last = tokenizer.Encode("what is");

        long[] ids = tokenizer.Encode(string.Concat(Enumerable.Repeat("a ", 500)) + "what is");

        Assert.Equal(WordPieceTokenizer.MostTokens, ids.Length);
        Assert.Equal((last[0], last[^1]), (ids[0], ids[^1]));
        Assert.Equal(last[1..^1], ids[^3..^1]);
    }

    [Theory]
    [InlineData("[CLS]")]
    [InlineData("[UNK]")]
    public void Open_PieceMissing_NamesFileAndPiece(string piece)
    {
        var error = Assert.Throws<DataException>(() => Open(Pieces.Where(known => known != piece)));

        Assert.Contains("vocab.txt", error.Message, StringComparison.Ordinal);
        Assert.Contains(piece, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PieceTwice_IsRefused() => Assert.Throws<DataException>(() => Open(Pieces.Append("what")));

    [Fact]
    public void EncodeInstruction_VocabularyBesideTheTokenizer_IsRead()
    {
        File.Copy(Fixture.ModelPath, Path.Combine(directory.Path, "tokenizer.model"));
        using SentencePieceTokenizer without = SentencePieceTokenizer.Open(directory.Path);
        directory.Write("qformer_tokenizer/vocab.txt", string.Join("\r\n", Pieces));

        using SentencePieceTokenizer with = SentencePieceTokenizer.Open(directory.Path);

        Assert.Null(without.EncodeInstruction("what is"));
        Assert.Equal(Open(Pieces).Encode("what is"), with.EncodeInstruction("what is"));
    }

    private WordPieceTokenizer Open(IEnumerable<string> pieces) => WordPieceTokenizer.Open(directory.Write("vocab.txt", string.Join('\n', pieces)));
}
