using System.Text.Json;
using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Reads a file that is one JSON document.</summary>
internal static class JsonFile
{
    /// <summary>Reads and parses a file.</summary>
    /// <exception cref="DataException">It can't be read, is no JSON or has a wrong field.</exception>
    internal static T Read<T>(string path, Func<RecordElement, T> parse)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return parse(new RecordElement(document.RootElement, "", new RecordPlace(path, 1)));
        }
        catch (JsonException error)
        {
            throw new DataException($"{path} is no JSON: {error.Message} Use the file as it is shipped.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} can't be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a file that is a list.</summary>
    internal static IReadOnlyList<T> ReadList<T>(string path, Func<RecordElement, T> parse) =>
        Read<IReadOnlyList<T>>(path, list => [.. list.AsList().Select(parse)]);
}
