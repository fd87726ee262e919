using System.Text;
using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>
/// Finds the items of one list within a file that is one JSON object, such as COCO's <c>annotations</c>, however large the object is. What
/// stands before the list is passed over, what stands behind it is not looked at.
/// </summary>
internal static class ObjectScanner
{
    private const int LongestName = 1024;

    /// <summary>The items of a named list.</summary>
    /// <exception cref="DataException">The file is no object, or has no such list.</exception>
    public static IEnumerable<RecordSpan> Scan(ByteCursor cursor, string file, string list)
    {
        cursor.SkipSpace();
        if (cursor.Next() != '{' || !TryReach(cursor, file, list))
        {
            throw new RecordPlace(file, cursor.Line).Fail(list, "is required, but is not there: the file must be one JSON object with this list in it.", DataFault.MissingField);
        }

        return cursor.Peek() == '['
            ? ArrayScanner.ScanItems(cursor, file)
            : throw new RecordPlace(file, cursor.Line).Fail(list, "must be a list.", DataFault.WrongType);
    }

    /// <summary>The fields of a file that is one object: from a name's first quote to the value's end.</summary>
    /// <exception cref="DataException">The file is no object.</exception>
    public static IEnumerable<RecordSpan> ScanFields(ByteCursor cursor, string file)
    {
        cursor.SkipSpace();
        Require(cursor, file, '{');
        cursor.SkipSpace();
        while (cursor.Peek() == '"')
        {
            long offset = cursor.Position;
            var place = new RecordPlace(file, cursor.Line);
            ReadName(cursor, file);
            PassValue(cursor, file);
            RecordIndex.RequireLength(cursor.Position - offset, place);
            yield return new RecordSpan(offset, (int)(cursor.Position - offset), place.Line);
            PassComma(cursor);
        }

        Require(cursor, file, '}');
    }

    /// <summary>Goes to the value of a field of the object whose first brace was taken.</summary>
    private static bool TryReach(ByteCursor cursor, string file, string field)
    {
        cursor.SkipSpace();
        while (cursor.Peek() == '"')
        {
            string name = ReadName(cursor, file);
            cursor.SkipSpace();
            Require(cursor, file, ':');
            cursor.SkipSpace();
            if (name == field)
            {
                return true;
            }

            PassValue(cursor, file);
            PassComma(cursor);
        }

        return false;
    }

    private static void PassComma(ByteCursor cursor)
    {
        if (cursor.Peek() == ',')
        {
            cursor.Next();
            cursor.SkipSpace();
        }
    }

    private static string ReadName(ByteCursor cursor, string file)
    {
        cursor.Next();
        var name = new List<byte>();
        while (cursor.Peek() is not ('"' or ByteCursor.End))
        {
            name.Add((byte)cursor.Next());
            if (name.Count > LongestName)
            {
                throw new RecordPlace(file, cursor.Line).Fail("", $"has a field's name of more than {LongestName} bytes. Is this a file of records?");
            }
        }

        Require(cursor, file, '"');
        return Encoding.UTF8.GetString([.. name]);
    }

    private static void PassValue(ByteCursor cursor, string file)
    {
        var depth = 0;
        while (depth > 0 || cursor.Peek() is not (',' or '}'))
        {
            switch (cursor.Next())
            {
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']':
                    depth--;
                    break;
                case '"':
                    PassText(cursor);
                    break;
                case ByteCursor.End:
                    throw new RecordPlace(file, cursor.Line).Fail("", "has no end: the file stops inside it. Was it cut while it was copied?", DataFault.BrokenJson);
            }
        }
    }

    private static void PassText(ByteCursor cursor)
    {
        while (cursor.Peek() is not ('"' or ByteCursor.End))
        {
            if (cursor.Next() == '\\')
            {
                cursor.Next();
            }
        }

        cursor.Next();
    }

    private static void Require(ByteCursor cursor, string file, int expected)
    {
        if (cursor.Next() != expected)
        {
            throw new RecordPlace(file, cursor.Line).Fail("", $"is no JSON: '{(char)expected}' is missing here.", DataFault.BrokenJson);
        }
    }
}
