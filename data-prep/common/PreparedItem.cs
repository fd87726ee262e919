using System.Text.Encodings.Web;
using System.Text.Json;
using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>A record or a field that is ready to be written.</summary>
/// <param name="Id">Names it; two items of a file should not share it.</param>
/// <param name="Images">Pictures that it is about, as paths below the pictures' folder.</param>
/// <param name="Bytes">What is written.</param>
public sealed record PreparedItem(string Id, IReadOnlyList<string> Images, ReadOnlyMemory<byte> Bytes)
{
    // Letters and marks stay readable: these are files, and no page of a browser.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line of a file of conversations.</summary>
    public static PreparedItem Of(ConversationRecord record) => Line(record, target => RecordWriter.Write(target, record));

    /// <summary>A line of a file of preferences.</summary>
    public static PreparedItem Of(PreferenceRecord record) => Line(record, target => RecordWriter.Write(target, record));

    /// <summary>A line of a file of prompts.</summary>
    public static PreparedItem Of(PromptRecord record) => Line(record, target => RecordWriter.Write(target, record));

    /// <summary>A field of a file that is one object.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="images">Pictures that it is about.</param>
    /// <param name="writeValue">Writes its value.</param>
    public static PreparedItem Field(string name, IReadOnlyList<string> images, Action<Utf8JsonWriter> writeValue)
    {
        using var field = new MemoryStream();
        field.Write(System.Text.Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(name, Plain.Encoder)}\": "));
        using (var json = new Utf8JsonWriter(field, Plain))
        {
            writeValue(json);
        }

        // A field may be a list of a million items, so its bytes are not copied.
        return new PreparedItem(name, images, field.GetBuffer().AsMemory(0, (int)field.Length));
    }

    /// <summary>A field of a table of facts.</summary>
    /// <param name="name">A picture's name, or one of the prefixes of <see cref="Data.Rewards.FactRule"/> and the name.</param>
    /// <param name="images">The picture as a path.</param>
    /// <param name="facts">What is known of it.</param>
    public static PreparedItem Facts(string name, IReadOnlyList<string> images, IEnumerable<string> facts) =>
        Field(name, images, json => json.WriteList(facts, json.WriteStringValue));

    private static PreparedItem Line(IRecord record, Action<Stream> write)
    {
        using var line = new MemoryStream();
        write(line);
        return new PreparedItem(record.Id, record.Images, line.ToArray());
    }
}
