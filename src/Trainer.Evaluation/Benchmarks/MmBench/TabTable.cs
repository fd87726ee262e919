using System.Text;
using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks.MmBench;

/// <summary>
/// A table with tabs between its fields and names in its first line. Fields with tabs, line breaks or quotes are quoted, and quotes inside
/// them doubled, as pandas writes them.
/// </summary>
internal static class TabTable
{
    /// <summary>Reads the rows one by one: MMBench's hold pictures, and its files some hundred megabytes.</summary>
    /// <exception cref="DataException">The file can't be read, or a row has another number of fields than the first.</exception>
    internal static IEnumerable<IReadOnlyDictionary<string, string>> Read(string path)
    {
        using StreamReader reader = Open(path);
        if (ReadRow(reader) is not { } names)
        {
            yield break;
        }

        for (int number = 2; ReadRow(reader) is { } fields; number++)
        {
            yield return fields.Count == names.Count
                ? names.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second)
                : throw new DataException($"{path}: row {number} has {fields.Count} fields, but the first has {names.Count}. Use the file as it is shipped.");
        }
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return File.OpenText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} can't be read: {error.Message}", error);
        }
    }

    private static List<string>? ReadRow(StreamReader reader)
    {
        var fields = new List<string>();
        bool isLast = reader.Peek() < 0;
        if (isLast)
        {
            return null;
        }

        while (!isLast)
        {
            (string field, isLast) = ReadField(reader);
            fields.Add(field);
        }

        return fields;
    }

    /// <summary>A field, and whether its row ends with it.</summary>
    private static (string Field, bool IsLast) ReadField(StreamReader reader)
    {
        var field = new StringBuilder();
        bool isQuoted = false;
        while (reader.Read() is >= 0 and var code)
        {
            char sign = (char)code;
            if (sign == '"' && (isQuoted || field.Length == 0))
            {
                if (isQuoted && reader.Peek() == '"')
                {
                    field.Append((char)reader.Read());
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (!isQuoted && (sign is '\t' or '\n'))
            {
                return (field.ToString().TrimEnd('\r'), sign == '\n');
            }
            else
            {
                field.Append(sign);
            }
        }

        return (field.ToString(), true);
    }
}
