using System.Globalization;
using System.Text.Json.Nodes;

namespace Trainer.Modeling.Weights;

/// <summary>The tokens that Hugging Face's layout has behind those of the text, as the files of a tokenizer say them.</summary>
/// <param name="picture">Id of the token that pictures take the places of; padding has the next one.</param>
/// <param name="hasPad">Whether there is a token for padding.</param>
internal sealed class LayoutTokens(int picture, bool hasPad)
{
    private const string Decoder = "added_tokens_decoder";
    private const string Pad = "pad_token";
    private const string PadText = "<pad>";
    private const string PictureText = "<image>";

    private readonly (int Id, string Text)[] tokens = hasPad ? [(picture, PictureText), (picture + 1, PadText)] : [(picture, PictureText)];

    /// <summary>Whether a <c>tokenizer_config.json</c> names the picture's.</summary>
    internal static bool AreInConfig(JsonObject json) =>
        json[Decoder] is JsonObject decoder && decoder.Any(token => token.Value is JsonObject entry && entry["content"] is JsonValue text && text.TryGetValue(out string? found) && found == PictureText);

    /// <summary>Whether an <c>added_tokens.json</c> names the picture's.</summary>
    internal static bool AreInList(JsonObject json) => json.ContainsKey(PictureText);

    /// <summary>Changes a <c>tokenizer_config.json</c>.</summary>
    internal void AddToConfig(JsonObject json)
    {
        PadWithPad(json);
        JsonObject decoder = TakeDecoder(json);
        foreach ((int id, string text) in tokens)
        {
            decoder[Key(id)] = new JsonObject { ["content"] = text, ["lstrip"] = false, ["normalized"] = false, ["rstrip"] = false, ["single_word"] = false, ["special"] = true };
        }

        json[Decoder] = decoder;
        json["processor_class"] = "LlavaProcessor";
        json["extra_special_tokens"] = new JsonObject { ["image_token"] = PictureText };
    }

    /// <inheritdoc cref="AddToConfig"/>
    internal void TakeFromConfig(JsonObject json)
    {
        PadWithUnknown(json);
        JsonObject decoder = TakeDecoder(json);
        if (decoder.Count > 0)
        {
            json[Decoder] = decoder;
        }

        Array.ForEach(["processor_class", "image_token", "extra_special_tokens"], key => json.Remove(key));
    }

    /// <summary>Changes an <c>added_tokens.json</c>.</summary>
    internal void AddToList(JsonObject json)
    {
        foreach ((int id, string text) in tokens)
        {
            json[text] = id;
        }
    }

    /// <inheritdoc cref="AddToList"/>
    internal void TakeFromList(JsonObject json) => Array.ForEach(tokens, token => json.Remove(token.Text));

    /// <summary>Changes what a <c>special_tokens_map.json</c> pads with.</summary>
    internal void PadWithPad(JsonObject json)
    {
        if (hasPad)
        {
            json[Pad] = PadText;
        }
    }

    /// <inheritdoc cref="PadWithPad"/>
    internal static void PadWithUnknown(JsonObject json) => json[Pad] = "<unk>";

    /// <summary>The tokens that are neither the picture's nor the padding's.</summary>
    private JsonObject TakeDecoder(JsonObject json)
    {
        JsonObject decoder = json[Decoder] as JsonObject ?? [];
        json.Remove(Decoder);
        Array.ForEach(tokens, token => decoder.Remove(Key(token.Id)));
        return decoder;
    }

    private static string Key(int id) => id.ToString(CultureInfo.InvariantCulture);
}
