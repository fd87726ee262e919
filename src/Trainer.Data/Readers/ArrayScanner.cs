using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>
/// Finds the records of a file that is one JSON array, however large, without keeping any of it. Only brackets and quotes
/// matter here; each record's own grammar is checked when it is read.
/// </summary>
internal static class ArrayScanner
{
    /// <summary>The items of a file that is one list.</summary>
    public static IEnumerable<RecordSpan> Scan(ByteCursor cursor, string file)
    {
        cursor.SkipSpace();
        foreach (RecordSpan item in ScanItems(cursor, file))
        {
            yield return item;
        }

        cursor.SkipSpace();
        if (cursor.Peek() != ByteCursor.End)
        {
            throw new RecordPlace(file, cursor.Line).Fail("", "follows the end of the list. A file is either one JSON list or one object a line.");
        }
    }

    /// <summary>The items of the list that begins at the cursor, which is left behind its end.</summary>
    public static IEnumerable<RecordSpan> ScanItems(ByteCursor cursor, string file)
    {
        cursor.Next();
        cursor.SkipSpace();
        while (cursor.Peek() != ']')
        {
            yield return ScanItem(cursor, file);
            cursor.SkipSpace();
            if (cursor.Peek() == ',')
            {
                cursor.Next();
                cursor.SkipSpace();
                RequireItem(cursor, file);
            }
        }

        cursor.Next();
    }

    private static RecordSpan ScanItem(ByteCursor cursor, string file)
    {
        long offset = cursor.Position;
        var place = new RecordPlace(file, cursor.Line);
        var depth = 0;
        while (depth > 0 || cursor.Peek() is not (',' or ']'))
        {
            depth += cursor.Next() switch
            {
                '{' or '[' => 1,
                '}' or ']' => -1,
                '"' => SkipText(cursor, place),
                ByteCursor.End => throw place.Fail("", "has no end: the file stops inside it. Was it cut while it was copied?"),
                _ => 0,
            };
            RecordIndex.RequireLength(cursor.Position - offset, place);
        }

        return new RecordSpan(offset, (int)(cursor.Position - offset), place.Line);
    }

    /// <summary>Takes the rest of a quoted text. Returns 0, as texts don't change the depth.</summary>
    private static int SkipText(ByteCursor cursor, RecordPlace place)
    {
        long offset = cursor.Position;
        while (cursor.Peek() is not ('"' or ByteCursor.End))
        {
            if (cursor.Next() == '\\')
            {
                cursor.Next();
            }

            RecordIndex.RequireLength(cursor.Position - offset, place);
        }

        cursor.Next();
        return 0;
    }

    private static void RequireItem(ByteCursor cursor, string file)
    {
        if (cursor.Peek() is ']' or ',')
        {
            throw new RecordPlace(file, cursor.Line).Fail("", "is missing between two commas, or after the last one.");
        }
    }
}
