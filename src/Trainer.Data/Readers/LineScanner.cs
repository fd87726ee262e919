using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>Finds the records of a JSONL file: one a line, blank lines left out.</summary>
internal static class LineScanner
{
    public static IEnumerable<RecordSpan> Scan(ByteCursor cursor, string file)
    {
        cursor.SkipSpace();
        while (cursor.Peek() != ByteCursor.End)
        {
            long offset = cursor.Position;
            int line = cursor.Line;
            while (cursor.Peek() is not (ByteCursor.End or '\n'))
            {
                cursor.Next();
                RecordIndex.RequireLength(cursor.Position - offset, new RecordPlace(file, line));
            }

            yield return new RecordSpan(offset, (int)(cursor.Position - offset), line);
            cursor.SkipSpace();
        }
    }
}
