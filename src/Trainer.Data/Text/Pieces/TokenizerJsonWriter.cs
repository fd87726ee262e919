using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trainer.Data.Text.Pieces;

/// <summary>Writes one tokenizer.json, the vocabulary and its merges entry by entry.</summary>
/// <param name="stream">Where it goes.</param>
/// <param name="model">The vocabulary.</param>
/// <param name="settings">What is added to it, and where spaces are.</param>
internal sealed class TokenizerJsonWriter(Stream stream, PieceModel model, TokenizerSettings settings) : IDisposable
{
    private const int MostPending = 1 << 16;

    private readonly Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly AddedToken[] added = [.. settings.AddedTokens.Concat(Signs(model)).DistinctBy(token => token.Id).OrderBy(token => token.Id)];

    /// <summary>Writes everything.</summary>
    /// <param name="unknown">Id of the piece for what no other spells.</param>
    /// <param name="bos">Id of the piece that begins every sequence.</param>
    internal void Write(int unknown, int bos)
    {
        var steps = new TokenizerJsonSteps(model, settings.Prefix);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        WriteNode("truncation", null);
        WriteNode("padding", null);
        WriteAll("added_tokens", added, WriteAdded);
        WriteNode("normalizer", steps.Normalizer());
        WriteNode("pre_tokenizer", steps.PreTokenizer());
        WriteNode("post_processor", steps.PostProcessor(bos));
        WriteNode("decoder", steps.Decoder());
        WriteModel(model.Pieces[unknown].Text);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();

    /// <summary>Pieces that text can't reach, and that are cut out of it before.</summary>
    private static IEnumerable<AddedToken> Signs(PieceModel model) => model.Pieces.Index()
        .Where(piece => piece.Item.Kind is PieceKind.Unknown or PieceKind.Control)
        .Select(piece => new AddedToken(piece.Item.Text, piece.Index, IsControl: true));

    private void WriteAdded(AddedToken token)
    {
        json.WriteStartObject();
        json.WriteNumber("id", token.Id);
        json.WriteString("content", token.Text);
        json.WriteBoolean("single_word", token.Flags.IsWord);
        json.WriteBoolean("lstrip", token.Flags.TakesSpacesBefore);
        json.WriteBoolean("rstrip", token.Flags.TakesSpacesBehind);
        json.WriteBoolean("normalized", token.Flags.IsNormalized);
        json.WriteBoolean("special", token.IsControl);
        json.WriteEndObject();
    }

    private void WriteModel(string unknown)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        WriteNode("dropout", null);
        json.WriteString("unk_token", unknown);
        WriteNode("continuing_subword_prefix", null);
        WriteNode("end_of_word_suffix", null);
        json.WriteBoolean("fuse_unk", true);
        json.WriteBoolean("byte_fallback", true);
        json.WriteStartObject("vocab");
        foreach ((string text, int id) in Vocabulary())
        {
            json.WriteNumber(text, id);
            FlushLarge();
        }

        json.WriteEndObject();

        // Both sides in one text is what every version of the library reads.
        WriteAll("merges", PieceMerges.Of(model.Pieces), merge => json.WriteStringValue($"{merge.Left} {merge.Right}"));
        json.WriteEndObject();
    }

    /// <summary>The library numbers added tokens one after another: where there is a gap, they keep their ids only as entries of the vocabulary, all of them.</summary>
    private IEnumerable<(string Text, int Id)> Vocabulary()
    {
        AddedToken[] beyond = [.. added.Where(token => token.Id >= model.Pieces.Count)];
        bool hasGap = beyond.Index().Any(token => token.Item.Id != model.Pieces.Count + token.Index);
        return model.Pieces.Select((piece, id) => (piece.Text, id)).Concat(hasGap ? beyond.Select(token => (token.Text, token.Id)) : []);
    }

    private void WriteNode(string name, JsonObject? value)
    {
        json.WritePropertyName(name);
        if (value is null)
        {
            json.WriteNullValue();
            return;
        }

        value.WriteTo(json);
    }

    private void WriteAll<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(item);
            FlushLarge();
        }

        json.WriteEndArray();
    }

    /// <summary>Otherwise the writer would keep the whole file in memory.</summary>
    private void FlushLarge()
    {
        if (json.BytesPending > MostPending)
        {
            json.Flush();
        }
    }
}
