using System.Text.Json.Nodes;
using Trainer.Data.Text.Pieces;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text.Pieces;

public sealed class TokenizerJsonTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Write_ModelAlone_SaysLlamasStepsToAndFro()
    {
        JsonNode json = Written();

        Assert.Equal("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""", Text(json["normalizer"]));
        Assert.Equal("null", Text(json["pre_tokenizer"]));
        Assert.Equal(
            """{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}""",
            Text(json["decoder"]));
        Assert.Equal("""[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}]""", Text(json["post_processor"]!["single"]));
        Assert.Equal("""{"<s>":{"id":"<s>","ids":[1],"tokens":["<s>"]}}""", Text(json["post_processor"]!["special_tokens"]));
        Assert.Equal(["<unk> 0", "<s> 1", "</s> 2"], json["added_tokens"]!.AsArray().Select(Token));
    }

    [Fact]
    public void Write_ModelAlone_HasThePiecesInOrderAndFallsBackToBytes()
    {
        JsonNode model = Written()["model"]!;

        Assert.Equal(("BPE", "<unk>", true, true), ((string)model["type"]!, (string)model["unk_token"]!, (bool)model["fuse_unk"]!, (bool)model["byte_fallback"]!));
        Assert.Equal(Enumerable.Range(0, 460), model["vocab"]!.AsObject().Select(entry => (int)entry.Value!));
        Assert.Equal(258, (int)model["vocab"]!["<0xFF>"]!);
        Assert.Equal(["▁ a", "▁ t", "h e", "▁t he"], model["merges"]!.AsArray().Take(4).Select(merge => (string)merge!));
    }

    [Fact]
    public void Write_NotLegacy_LeavesThePrefixToWhatSeesTheWholeText()
    {
        directory.Write("tokenizer_config.json", """{"legacy": false}""");

        JsonNode json = Written();

        Assert.Equal("null", Text(json["normalizer"]));
        Assert.Equal("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""", Text(json["pre_tokenizer"]));
    }

    [Fact]
    public void Write_ModelWithoutPrefix_NeitherAddsNorTakesASpace()
    {
        // normalizer_spec { add_dummy_prefix: false }, which adds to the one before.
        JsonNode json = Written(0x1a, 2, 0x18, 0);

        Assert.Equal(["Replace"], json["normalizer"]!["normalizers"]!.AsArray().Select(step => (string)step!["type"]!));
        Assert.Equal(["Replace", "ByteFallback", "Fuse"], json["decoder"]!["decoders"]!.AsArray().Select(step => (string)step!["type"]!));
    }

    [Fact]
    public void Write_AddedTokens_KeepIdsAndFlags()
    {
        directory.Write("tokenizer_config.json", """
            {"added_tokens_decoder": {
              "2": {"content": "</s>", "lstrip": false, "normalized": true, "rstrip": false, "single_word": false, "special": true},
              "460": {"content": "<image>", "lstrip": true, "normalized": false, "rstrip": true, "single_word": true, "special": false}}}
            """);
        directory.Write("added_tokens.json", """{"<pad>": 461}""");

        JsonNode json = Written();

        Assert.Equal(["<unk> 0", "<s> 1", "</s> 2 normalized", "<image> 460 single_word lstrip rstrip not special", "<pad> 461"], json["added_tokens"]!.AsArray().Select(Token));
        Assert.Equal(460, json["model"]!["vocab"]!.AsObject().Count);
    }

    [Fact]
    public void Write_AddedTokensWithAGap_AreInTheVocabularyForTheirIds()
    {
        directory.Write("added_tokens.json", """{"<im_patch>": 460, "<image>": 511, "<pad>": 512}""");

        JsonNode json = Written();

        Assert.Equal(["<im_patch> 460", "<image> 511", "<pad> 512"], json["model"]!["vocab"]!.AsObject().Skip(460).Select(entry => $"{entry.Key} {entry.Value}"));
    }

    [Theory]
    [InlineData(new byte[] { 0x12, 2, 0x18, 1 }, "it is a Unigram model, but Llama's are BPE models")]
    [InlineData(new byte[] { 0x1a, 3, 0x12, 1, 120 }, "it changes text before it cuts it")]
    [InlineData(new byte[] { 0x0a, 5, 0x0a, 1, 122, 0x18, 4 }, "piece 460 'z' is of the kind UserDefined")]
    [InlineData(new byte[] { 0x0a, 5, 0x0a, 3, 97, 32, 98 }, "piece 460 'a b' has a plain space")]
    public void Require_WhatTheFormatCantSay_IsNamed(byte[] addition, string expected)
    {
        WriteModel(addition);

        DataException error = Assert.Throws<DataException>(() => TokenizerJson.Require(directory.Path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("or export with --layout llava", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_EndlessPiece_IsNamed()
    {
        WriteModel([0x0a, 0x84, 8, 0x0a, 0x81, 8, .. Enumerable.Repeat((byte)97, 1025)]);

        Assert.Contains("piece 460 has 1025 characters, but 512 are the most", Assert.Throws<DataException>(() => TokenizerJson.Require(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsMissing_WithAndWithoutTheFiles_SaysWhatToMake()
    {
        Assert.False(TokenizerJson.IsMissing(directory.Path));
        WriteModel([]);
        Assert.True(TokenizerJson.IsMissing(directory.Path));
        TokenizerJson.Write(directory.Path);
        Assert.False(TokenizerJson.IsMissing(directory.Path));
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";

    private static string Token(JsonNode? token)
    {
        string flags = string.Concat(new[] { "single_word", "lstrip", "rstrip", "normalized" }.Where(flag => (bool)token![flag]!).Select(flag => $" {flag}"));
        return $"{token!["content"]} {token["id"]}{flags}{((bool)token["special"]! ? "" : " not special")}";
    }

    private JsonNode Written(params byte[] addition)
    {
        WriteModel(addition);
        TokenizerJson.Write(directory.Path);
        return JsonNode.Parse(File.ReadAllText(Path.Combine(directory.Path, "tokenizer.json")))!;
    }

    private void WriteModel(byte[] addition) => directory.Write("tokenizer.model", [.. File.ReadAllBytes(Fixture.ModelPath), .. addition]);
}
