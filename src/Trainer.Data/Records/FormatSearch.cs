using Trainer.Data.Readers;

namespace Trainer.Data.Records;

/// <summary>Finds out how the records of a file are written, by trying to read its first ones.</summary>
public static class FormatSearch
{
    private const int Tried = 50;

    /// <summary>The format that reads most of the first 50 records; of equals, the one of the first type, and among those the first one listed.</summary>
    /// <param name="index">Where the file's records lie.</param>
    /// <param name="type">What the records are; null: whatever fits.</param>
    /// <param name="name">The format's name; null: whatever fits.</param>
    /// <exception cref="DataException">There is no such format, or none reads any of these records.</exception>
    public static FoundFormat Find(RecordIndex index, RecordType? type = null, string? name = null)
    {
        FoundFormat[] candidates = [.. RecordFormats.All.Where(format => (type is null || format.Type == type) && (name is null || format.Format.Name == name))];
        if (candidates.Length == 0)
        {
            throw new DataException($"There is no format '{name}' for {Describe(type)}. Known: {string.Join(", ", Known(type))}.");
        }

        FoundFormat best = candidates.Length == 1 ? candidates[0] : candidates.MaxBy(format => Readable(index, format.Format))!;
        return candidates.Length == 1 || Readable(index, best.Format) > 0 ? best : throw Unknown(index);
    }

    /// <summary>Where the first record is not even JSON, that is the reason; else it may be meant in any of the formats.</summary>
    private static DataException Unknown(RecordIndex index)
    {
        try
        {
            using var elements = new ElementFile(index);
            elements.Read(0, element => element.IsObject);
        }
        catch (DataException error)
        {
            return error;
        }

        return new DataException($"{index.File} is in no known format: none of its first {Math.Min(Tried, index.Count)} records can be read. Name kind and format, and data check says what is wrong.");
    }

    private static int Readable(RecordIndex index, IRecordFormat<IRecord> format)
    {
        using RecordFile<IRecord> file = RecordFile.Open(index, format);
        return Enumerable.Range(0, Math.Min(Tried, index.Count)).Count(position => IsReadable(file, position));
    }

    private static bool IsReadable(RecordFile<IRecord> file, int position)
    {
        try
        {
            file.Read(position);
            return true;
        }
        catch (DataException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Known(RecordType? type) =>
        RecordFormats.All.Where(format => type is null || format.Type == type).Select(format => format.Format.Name).Distinct();

    private static string Describe(RecordType? type) => type is { } known ? $"{known.ToString().ToLowerInvariant()} records" : "records of any kind";
}

/// <summary>A format of records of one type.</summary>
/// <param name="Type">What the records are.</param>
/// <param name="Format">How they are written.</param>
public sealed record FoundFormat(RecordType Type, IRecordFormat<IRecord> Format);
