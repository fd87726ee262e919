using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Annotation.Judgements;

/// <summary>What one annotator did: <c>annotations/NAME.jsonl</c>. Each event is on the disk before anybody is told that it counts.</summary>
internal sealed class AnnotatorLog : IDisposable
{
    /// <summary>Folder of the logs, in the folder of the pairs.</summary>
    internal const string FolderName = "annotations";

    private const string Extension = ".jsonl";

    private readonly GrowingFile file;

    private AnnotatorLog(GrowingFile file) => this.file = file;

    /// <summary>Where the annotator stands.</summary>
    internal Progress Progress { get; } = new();

    /// <summary>Everybody who has a log.</summary>
    internal static IEnumerable<string> Names(string folder)
    {
        string logs = Path.Combine(folder, FolderName);
        return Directory.Exists(logs)
            ? Directory.EnumerateFiles(logs, $"*{Extension}").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>Opens or begins a log.</summary>
    /// <param name="set">The pairs.</param>
    /// <param name="annotator">Whose.</param>
    /// <exception cref="DataException">The log is about other pairs, or damaged.</exception>
    internal static AnnotatorLog Open(ComparisonSet set, string annotator)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(set.Folder, FolderName)).FullName, annotator + Extension);
        var log = new AnnotatorLog(new GrowingFile(path));
        try
        {
            log.Read(path, new AnnotatorHeader(annotator, set.Fingerprint), set.Items.Count);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Adds an event, and returns once it is on the disk.</summary>
    internal void Add(AnnotationEvent happened)
    {
        file.Append(Line(happened, LogJson.Default.AnnotationEvent));
        Progress.Apply(happened);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Read(string path, AnnotatorHeader header, int items)
    {
        string[] lines = Encoding.UTF8.GetString(file.ReadWhole()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
        {
            file.Append(Line(header, LogJson.Default.AnnotatorHeader));
            return;
        }

        if (Parse(lines[0], LogJson.Default.AnnotatorHeader, new RecordPlace(path, 1), _ => true).Pairs != header.Pairs)
        {
            throw new DataException($"{path} holds judgements of other pairs than those beside it. Move the folder {FolderName} away, or put the pairs back.");
        }

        for (int i = 1; i < lines.Length; i++)
        {
            Progress.Apply(Parse(lines[i], LogJson.Default.AnnotationEvent, new RecordPlace(path, i + 1), happened => happened.IsSound(items)));
        }
    }

    private static byte[] Line<T>(T value, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    private static T Parse<T>(string line, JsonTypeInfo<T> type, RecordPlace place, Func<T, bool> isSound)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) is { } value && isSound(value) ? value : throw new JsonException("Its values don't fit these pairs.");
        }
        catch (JsonException error)
        {
            throw new DataException($"{place}: the line is no event of an annotation. Mend or delete it; the other lines stay good. ({error.Message})", error);
        }
    }
}
