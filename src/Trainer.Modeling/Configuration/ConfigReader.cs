using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Configuration;

/// <summary>Reads keys of a config.json with type and range checks; a message names file, key, what was found and what is expected.</summary>
/// <param name="file">For messages.</param>
/// <param name="json">The object that holds the keys.</param>
/// <param name="place">For messages: the keys that lead to the object, each with a dot behind it.</param>
internal sealed class ConfigReader(string file, JsonObject json, string place = "")
{
    /// <summary>A larger width or vocabulary than any model has: a hostile file must not make us reserve memory.</summary>
    private const int LargestSize = 1 << 24;

    /// <summary>The file, for messages.</summary>
    internal string File => file;

    /// <summary>A nested object, or an empty one where the key is absent.</summary>
    internal ConfigReader Nested(string key) => json[key] switch
    {
        null => new ConfigReader(file, [], $"{place}{key}."),
        JsonObject nested => new ConfigReader(file, nested, $"{place}{key}."),
        _ => throw Wrong(key, "an object"),
    };

    internal bool Has(string key) => json[key] is not null;

    /// <summary>A size: a whole number from 1 up.</summary>
    internal int Size(string key, int otherwise, int most = LargestSize)
    {
        long value = Whole(key, otherwise);
        return value >= 1 && value <= most ? (int)value : throw Wrong(key, $"a whole number from 1 to {most}");
    }

    /// <summary>A whole number that may be negative, such as an id or a layer index.</summary>
    internal int Number(string key, int otherwise)
    {
        long value = Whole(key, otherwise);
        return value is >= -LargestSize and <= LargestSize ? (int)value : throw Wrong(key, $"a whole number up to {LargestSize}");
    }

    /// <summary>A number above 0.</summary>
    internal double Real(string key, double otherwise) => json[key] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out double number) && double.IsFinite(number) && number > 0 => number,
        _ => throw Wrong(key, "a number above 0"),
    };

    /// <summary>A number from 0 up to, but not, 1.</summary>
    internal double Share(string key, double otherwise) => json[key] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out double number) && number is >= 0 and < 1 => number,
        _ => throw Wrong(key, "a number from 0 to below 1"),
    };

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

    /// <summary>Text that must be one of a few words.</summary>
    internal string Choice(string key, string otherwise, params string[] known)
    {
        string text = Text(key, otherwise);
        return known.Contains(text) ? text : throw Wrong(key, string.Join(" or ", known));
    }

    /// <summary>Refuses a feature that would change the arithmetic and that this framework does not have.</summary>
    internal void RequireFlag(string key, bool required)
    {
        if (Flag(key, required) != required)
        {
            throw Wrong(key, required ? "true: the other form is not supported" : "false: the feature is not supported");
        }
    }

    internal CheckpointException Wrong(string key, string expected) =>
        new($"{file}: {place}{key} is {json[key]?.ToJsonString() ?? "absent"}, but must be {expected}.");

    private long Whole(string key, int otherwise) => json[key] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out long number) => number,
        _ => throw Wrong(key, "a whole number"),
    };
}
