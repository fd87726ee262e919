using System.Text.Json;

namespace Trainer.Data.Records;

/// <summary>A JSON value of a record together with its path, so that each wrong field names itself.</summary>
/// <param name="json">The value.</param>
/// <param name="field">Path within the record; empty for the record itself.</param>
/// <param name="place">Where the record begins.</param>
public readonly struct RecordElement(JsonElement json, string field, RecordPlace place)
{
    private const int LongestQuote = 60;

    /// <summary>Where the record begins.</summary>
    public RecordPlace Place => place;

    /// <summary>A required field.</summary>
    public RecordElement this[string name] =>
        Find(name) ?? throw place.Fail(PathOf(name), "is required, but is not there.", DataFault.MissingField);

    /// <summary>An optional field; null when it is absent or null.</summary>
    public RecordElement? Find(string name)
    {
        RequireKind(JsonValueKind.Object, "an object");
        bool isSet = json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
        return isSet ? new RecordElement(value, PathOf(name), place) : null;
    }

    /// <summary>The value as text.</summary>
    public string AsText()
    {
        RequireKind(JsonValueKind.String, "text");
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The JSON grammar allows escapes and bytes that are no Unicode text.
            throw place.Fail(field, "must be Unicode text, but has a broken character.", DataFault.BrokenText);
        }
    }

    /// <summary>The value as text, where some datasets write a number: an identifier.</summary>
    public string AsIdentifier() => json.ValueKind == JsonValueKind.Number ? json.GetRawText() : AsText();

    /// <summary>The value as a finite number.</summary>
    public double AsNumber()
    {
        RequireKind(JsonValueKind.Number, "a number");
        double number = json.GetDouble();
        return double.IsFinite(number) ? number : throw Fail("must be a finite number.");
    }

    /// <summary>The value as a whole number.</summary>
    public long AsWhole()
    {
        RequireKind(JsonValueKind.Number, "a whole number");
        return json.TryGetInt64(out long number) ? number : throw Fail($"must be a whole number, but is {json.GetRawText()}.");
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<RecordElement> AsList()
    {
        RequireKind(JsonValueKind.Array, "a list");
        var items = new List<RecordElement>(json.GetArrayLength());
        foreach (JsonElement item in json.EnumerateArray())
        {
            items.Add(new RecordElement(item, $"{field}[{items.Count}]", place));
        }

        return items;
    }

    /// <summary>The fields of an object that is used as a table, by their names.</summary>
    public IReadOnlyList<(string Name, RecordElement Value)> AsFields()
    {
        RequireKind(JsonValueKind.Object, "an object");
        var fields = new List<(string, RecordElement)>();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            fields.Add((property.Name, new RecordElement(property.Value, PathOf(property.Name), place)));
        }

        return fields;
    }

    /// <summary>Whether the value is text.</summary>
    public bool IsText => json.ValueKind == JsonValueKind.String;

    /// <summary>Whether the value is an object.</summary>
    public bool IsObject => json.ValueKind == JsonValueKind.Object;

    /// <summary>Whether the value is a list.</summary>
    public bool IsList => json.ValueKind == JsonValueKind.Array;

    /// <summary>An error at this value.</summary>
    /// <param name="message">The rest of a sentence that begins with the field.</param>
    public DataException Fail(string message) => place.Fail(field, message);

    private string PathOf(string name) => field.Length == 0 ? name : $"{field}.{name}";

    private void RequireKind(JsonValueKind kind, string description)
    {
        if (json.ValueKind != kind)
        {
            string found = json.GetRawText();
            throw place.Fail(field, $"must be {description}, but is {(found.Length <= LongestQuote ? found : found[..LongestQuote] + "…")}", DataFault.WrongType);
        }
    }
}
