using System.Globalization;
using System.Text.Json;

namespace Trainer.Data.Text;

/// <summary>Reads <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and <c>added_tokens.json</c>, each of which may be missing.</summary>
internal static class TokenizerSettingsReader
{
    internal static TokenizerSettings Read(string directory)
    {
        using JsonDocument? config = Open(Path.Combine(directory, "tokenizer_config.json"));
        using JsonDocument? map = Open(Path.Combine(directory, "special_tokens_map.json"));
        using JsonDocument? added = Open(Path.Combine(directory, "added_tokens.json"));
        return new TokenizerSettings
        {
            Prefix = IsFalse(config, "legacy") ? PrefixRule.TextStart : PrefixRule.EverySegment,
            AddedTokens = [.. FromConfig(config).Concat(FromList(added)).DistinctBy(token => token.Text)],
            PadToken = TokenText(config, "pad_token") ?? TokenText(map, "pad_token"),
        };
    }

    private static JsonDocument? Open(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException("the outermost value is not an object");
        }
        catch (JsonException error)
        {
            throw new DataException($"{path} is not a JSON object: {error.Message} Fetch the file again, or delete it to use the defaults.", error);
        }
    }

    private static bool IsFalse(JsonDocument? document, string key) =>
        document is not null && document.RootElement.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.False;

    // Older files write the text, newer ones an object that holds it.
    private static string? TokenText(JsonDocument? document, string key) =>
        document is not null && document.RootElement.TryGetProperty(key, out JsonElement value) ? TokenText(value) : null;

    private static string? TokenText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object when value.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String => content.GetString(),
        _ => null,
    };

    private static IEnumerable<AddedToken> FromConfig(JsonDocument? config)
    {
        if (config is null || !config.RootElement.TryGetProperty("added_tokens_decoder", out JsonElement tokens) || tokens.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (JsonProperty token in tokens.EnumerateObject())
        {
            if (int.TryParse(token.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && TokenText(token.Value) is { Length: > 0 } text)
            {
                bool isControl = !token.Value.TryGetProperty("special", out JsonElement special) || special.ValueKind == JsonValueKind.True;
                yield return new AddedToken(text, id, isControl) { Flags = Flags(token.Value) };
            }
        }
    }

    private static AddedTokenFlags Flags(JsonElement token)
    {
        return new AddedTokenFlags { IsWord = Is("single_word"), TakesSpacesBefore = Is("lstrip"), TakesSpacesBehind = Is("rstrip"), IsNormalized = Is("normalized") };

        bool Is(string flag) => token.ValueKind == JsonValueKind.Object && token.TryGetProperty(flag, out JsonElement value) && value.ValueKind == JsonValueKind.True;
    }

    private static IEnumerable<AddedToken> FromList(JsonDocument? added)
    {
        foreach (JsonProperty token in added is null ? default : added.RootElement.EnumerateObject())
        {
            if (token.Name.Length > 0 && token.Value.TryGetInt32(out int id) && id >= 0)
            {
                yield return new AddedToken(token.Name, id, IsControl: true);
            }
        }
    }
}
