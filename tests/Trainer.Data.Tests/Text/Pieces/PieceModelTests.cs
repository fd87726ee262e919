using Trainer.Data.Text;
using Trainer.Data.Text.Pieces;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text.Pieces;

public sealed class PieceModelTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Open_HandWrittenFile_GivesPiecesScoresAndKinds()
    {
        // pieces { piece: "é" score: -1.5 }, pieces { piece: "<s>" score: 0 type: CONTROL }, trainer_spec { model_type: BPE }, normalizer_spec { add_dummy_prefix: false remove_extra_whitespaces: false }
        PieceModel model = Open([10, 9, 10, 2, 0xc3, 0xa9, 21, 0, 0, 0xc0, 0xbf, 10, 12, 10, 3, .. "<s>"u8, 21, 0, 0, 0, 0, 24, 3, 18, 2, 24, 2, 26, 4, 24, 0, 32, 0]);

        Assert.Equal([new Piece("\u00e9", -1.5f, PieceKind.Normal), new Piece("<s>", 0, PieceKind.Control)], model.Pieces);
        Assert.Equal((PieceAlgorithm.Bpe, false, true), (model.Algorithm, model.AddsPrefix, model.KeepsText));
    }

    [Fact]
    public void Open_EmptyFile_HasTheDefaultsOfTheFormat()
    {
        PieceModel model = Open([]);

        Assert.Equal((0, PieceAlgorithm.Unigram, true, false), (model.Pieces.Count, model.Algorithm, model.AddsPrefix, model.KeepsText));
    }

    [Fact]
    public void Open_TinyModel_HasThePiecesThatSentencepieceHas()
    {
        PieceModel model = PieceModel.Open(Fixture.ModelPath);
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        Assert.Equal(Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.PieceOf(id)), model.Pieces.Select(piece => piece.Text));
        Assert.Equal([PieceKind.Unknown, PieceKind.Control, PieceKind.Control, PieceKind.Byte], model.Pieces.Take(4).Select(piece => piece.Kind));
        Assert.Equal((PieceAlgorithm.Bpe, true, true), (model.Algorithm, model.AddsPrefix, model.KeepsText));
    }

    [Theory]
    [InlineData(new byte[] { 10, 200, 1, 0 }, "something 200 bytes long where 1 are left")]
    [InlineData(new byte[] { 10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }, "bytes long where 0 are left")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1 }, "a number of more than ten bytes")]
    [InlineData(new byte[] { 11 }, "a field of kind 3")]
    [InlineData(new byte[] { 8, 1 }, "Field 1 is written as Number, but Bytes was expected")]
    [InlineData(new byte[] { 10, 3, 10, 1, 0xff }, "tokenizer.model")]
    public void Open_BrokenFile_SaysWhatItHas(byte[] file, string expected)
    {
        DataException error = Assert.Throws<DataException>(() => Open(file));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("Fetch or train the file again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MutatedFiles_AreReadOrRefused()
    {
        byte[] whole = File.ReadAllBytes(Fixture.ModelPath);
        var random = new Random(7);
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = whole[..random.Next(whole.Length)];
            for (int change = 0; change < 3 && bytes.Length > 0; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.True(Record.Exception(() => Open(bytes)) is null or DataException);
        }
    }

    private PieceModel Open(byte[] file) => PieceModel.Open(directory.Write("tokenizer.model", file));
}
