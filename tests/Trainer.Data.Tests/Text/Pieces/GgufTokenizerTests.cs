using Trainer.Data.Text;
using Trainer.Data.Text.Pieces;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text.Pieces;

public sealed class GgufTokenizerTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public GgufTokenizerTests() => File.Copy(Fixture.ModelPath, Path.Combine(directory.Path, "tokenizer.model"));

    private static IReadOnlyList<Piece> Pieces => PieceModel.Open(Fixture.ModelPath).Pieces;

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Entries_TinyModel_HaveItsPiecesScoresAndKinds()
    {
        Dictionary<string, object> entries = Entries(Pieces.Count);
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        Assert.Equal(("llama", "default"), (entries["tokenizer.ggml.model"], entries["tokenizer.ggml.pre"]));
        Assert.Equal(Pieces.Select(piece => piece.Text), entries["tokenizer.ggml.tokens"]);
        Assert.Equal(Pieces.Select(piece => piece.Score), entries["tokenizer.ggml.scores"]);
        Assert.Equal(Pieces.Select(piece => (int)piece.Kind), entries["tokenizer.ggml.token_type"]);
        Assert.Equal(
            ((uint)tokenizer.BosId, (uint)tokenizer.EosId, (uint)tokenizer.UnknownId, (uint)tokenizer.PadId),
            (Id("bos"), Id("eos"), Id("unknown"), Id("padding")));
        Assert.Equal((true, false, true), (entries["tokenizer.ggml.add_bos_token"], entries["tokenizer.ggml.add_eos_token"], entries["tokenizer.ggml.add_space_prefix"]));

        object Id(string name) => entries[$"tokenizer.ggml.{name}_token_id"];
    }

    [Fact]
    public void Entries_RowsBehindThePieces_AreAddedTokensAndFillings()
    {
        // The model has 460 pieces.
        directory.Write("added_tokens.json", """{"<image>": 460}""");
        directory.Write("tokenizer_config.json", """{"added_tokens_decoder": {"461": {"content": "<word>", "special": false}, "1": {"content": "<s>"}}}""");

        Dictionary<string, object> entries = Entries(463);

        Assert.Equal(["<image>", "<word>", "[PAD462]"], ((string[])entries["tokenizer.ggml.tokens"])[460..]);
        Assert.Equal([(int)PieceKind.Control, (int)PieceKind.UserDefined, (int)PieceKind.Unused], ((int[])entries["tokenizer.ggml.token_type"])[460..]);
        Assert.Equal(0, ((float[])entries["tokenizer.ggml.scores"])[1]);
    }

    [Fact]
    public void Entries_FewerRowsThanText_IsRefused() =>
        Assert.Contains("it has 460 tokens of text, but the model only 7 rows", Refusal(7), StringComparison.Ordinal);

    [Fact]
    public void Entries_SameTextTwice_IsRefused()
    {
        directory.Write("tokenizer_config.json", """{"added_tokens_decoder": {"460": {"content": "[PAD461]"}}}""");

        Assert.Contains("tokens 460 and 461 have the same text '[PAD461]'", Refusal(462), StringComparison.Ordinal);
    }

    private Dictionary<string, object> Entries(int rows) => GgufTokenizer.Entries(directory.Path, rows).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    private string Refusal(int rows) => Assert.Throws<DataException>(() => Entries(rows)).Message;
}
