using System.Text.Json.Nodes;

namespace Trainer.Data.Text.Pieces;

/// <summary>What a tokenizer.json says of the way from text to pieces and back, but for the vocabulary.</summary>
/// <param name="model">The vocabulary.</param>
/// <param name="rule">Where spaces are put in front of text.</param>
internal sealed class TokenizerJsonSteps(PieceModel model, PrefixRule rule)
{
    private const string Space = "\u2581";

    private bool PrefixesSegments => rule == PrefixRule.EverySegment;

    private bool HasPrefix => !PrefixesSegments || model.AddsPrefix;

    /// <summary>Segments are prepared one by one, which is sentencepiece's way.</summary>
    internal JsonObject? Normalizer() => PrefixesSegments
        ? Sequence("normalizers", [.. HasPrefix ? new[] { new JsonObject { ["type"] = "Prepend", ["prepend"] = Space } } : [], Replace(" ", Space)])
        : null;

    /// <summary>Only what knows the whole text can put a space before its start alone.</summary>
    internal JsonObject? PreTokenizer() => PrefixesSegments
        ? null
        : new JsonObject { ["type"] = "Metaspace", ["replacement"] = Space, ["prepend_scheme"] = "first", ["split"] = false };

    /// <summary>Every sequence begins with one piece.</summary>
    /// <param name="id">That piece's.</param>
    internal JsonObject PostProcessor(int id)
    {
        string bos = model.Pieces[id].Text;
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Begin(0), Text("A", 0)),
            ["pair"] = new JsonArray(Begin(0), Text("A", 0), Begin(1), Text("B", 1)),
            ["special_tokens"] = new JsonObject { [bos] = new JsonObject { ["id"] = bos, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(bos) } },
        };

        JsonObject Begin(int type) => new() { ["SpecialToken"] = new JsonObject { ["id"] = bos, ["type_id"] = type } };
        JsonObject Text(string name, int type) => new() { ["Sequence"] = new JsonObject { ["id"] = name, ["type_id"] = type } };
    }

    /// <summary>Spaces come back, bytes become characters, and the space in front goes.</summary>
    internal JsonObject Decoder() => Sequence(
        "decoders",
        [
            Replace(Space, " "),
            new JsonObject { ["type"] = "ByteFallback" },
            new JsonObject { ["type"] = "Fuse" },
            .. HasPrefix ? new[] { new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 } } : [],
        ]);

    private static JsonObject Sequence(string name, JsonNode[] steps) => new() { ["type"] = "Sequence", [name] = new JsonArray(steps) };

    private static JsonObject Replace(string from, string to) => new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = from }, ["content"] = to };
}
