using System.Text.Json;

namespace Trainer.Serving.Protocol;

/// <summary>The fields of a JSON object. Each is taken once, with its type checked; what nobody took was not understood.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> fields;
    private readonly string path;

    /// <summary>Opens an object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="path">Where it stands in the request; empty for the request itself.</param>
    /// <exception cref="ApiException">It is no object.</exception>
    internal JsonFields(JsonElement element, string path)
    {
        this.path = path;
        fields = element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal)
            : throw ApiException.Invalid(path.Length == 0 ? "The body" : path, $"must be an object, but is {Kind(element)}.");
    }

    /// <summary>Where a field stands in the request.</summary>
    internal string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>A field of any type; null where it is missing or null.</summary>
    internal JsonElement? Take(string name) => fields.Remove(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    internal string? Text(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "text", value)
        : null;

    internal bool? Flag(string name) => Take(name) is { } value
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false", value)
        : null;

    internal double? Number(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Wrong(name, "a number", value)
        : null;

    internal long? Integer(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Wrong(name, "a whole number", value)
        : null;

    internal JsonFields? Fields(string name) => Take(name) is { } value ? new JsonFields(value, PathOf(name)) : null;

    /// <summary>Items of a list with their places; null where it is missing.</summary>
    internal IReadOnlyList<(JsonElement Value, string Path)>? List(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Array ? [.. Items(value, PathOf(name))] : throw Wrong(name, "a list", value)
        : null;

    /// <summary>Items of a list with their places.</summary>
    internal static IEnumerable<(JsonElement Value, string Path)> Items(JsonElement list, string path) => list.EnumerateArray().Select((item, i) => (item, $"{path}[{i}]"));

    /// <summary>Names the type of a value in a message.</summary>
    internal static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };

    /// <summary>Refuses fields that nobody took.</summary>
    /// <param name="known">What is understood here, for the message.</param>
    internal void RequireNothingElse(string known)
    {
        if (fields.Keys.FirstOrDefault() is { } stranger)
        {
            throw ApiException.Invalid(PathOf(stranger), $"is not understood here. Known are {known}.");
        }
    }

    private ApiException Wrong(string name, string expected, JsonElement value) => ApiException.Invalid(PathOf(name), $"must be {expected}, but is {Kind(value)}.");
}
