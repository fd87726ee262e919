using System.Text.Json;
using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Reads JSON objects, one a line, whatever the file's name ends with: POPE's A-OKVQA files are lines named <c>.json</c>.</summary>
internal static class JsonLines
{
    /// <summary>Reads every line that isn't blank.</summary>
    /// <exception cref="DataException">The file can't be read, or a line is no JSON or has a wrong field.</exception>
    internal static IReadOnlyList<T> Read<T>(string path, Func<RecordElement, T> parse)
    {
        try
        {
            var records = new List<T>();
            int number = 0;
            foreach (string line in File.ReadLines(path))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    records.Add(Parse(line, new RecordPlace(path, number), parse));
                }
            }

            return records;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} can't be read: {error.Message}", error);
        }
    }

    private static T Parse<T>(string line, RecordPlace place, Func<RecordElement, T> parse)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return parse(new RecordElement(document.RootElement, "", place));
        }
        catch (JsonException error)
        {
            throw place.Fail("", $"is no JSON object: {error.Message} The file must hold one object a line.");
        }
    }
}
