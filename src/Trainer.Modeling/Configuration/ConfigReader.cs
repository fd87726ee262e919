using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Configuration;

/// <summary>Reads keys of a config.json with type and range checks; a message names file, key, what was found and what is expected.</summary>
/// <param name="file">For messages.</param>
/// <param name="json">The object that holds the keys.</param>
internal sealed class ConfigReader(string file, JsonObject json)
{
    /// <summary>Larger sizes than any model has: a hostile file must not make us reserve memory.</summary>
    private const long LargestSize = 1 << 24;

    /// <summary>A nested object, or an empty one.</summary>
    internal ConfigReader Nested(string key) => new(file, json[key] as JsonObject ?? []);

    internal bool Has(string key) => json[key] is not null;

    /// <summary>A size: a whole number from 1 up.</summary>
    internal int Size(string key, int otherwise)
    {
        long value = Whole(key, otherwise);
        return value is >= 1 and <= LargestSize ? (int)value : throw Wrong(key, $"a whole number from 1 to {LargestSize}");
    }

    /// <summary>A whole number that may be negative, such as an id or a layer index.</summary>
    internal int Number(string key, int otherwise)
    {
        long value = Whole(key, otherwise);
        return Math.Abs(value) <= LargestSize ? (int)value : throw Wrong(key, $"a whole number up to {LargestSize}");
    }

    internal double Real(string key, double otherwise)
    {
        JsonNode? node = json[key];
        if (node is null)
        {
            return otherwise;
        }

        return node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) && number > 0
            ? number
            : throw Wrong(key, "a number above 0");
    }

    internal bool Flag(string key, bool otherwise) => json[key] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw Wrong(key, "true or false"),
    };

    internal string Text(string key, string otherwise) => json[key] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw Wrong(key, "text"),
    };

    internal CheckpointException Wrong(string key, string expected) =>
        new($"{file}: {key} is {json[key]?.ToJsonString() ?? "absent"}, but must be {expected}.");

    private long Whole(string key, int otherwise) => json[key] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out long number) => number,
        _ => throw Wrong(key, "a whole number"),
    };
}
