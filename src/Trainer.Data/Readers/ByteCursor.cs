namespace Trainer.Data.Readers;

/// <summary>Reads a file byte by byte and knows its offset and line.</summary>
internal sealed class ByteCursor(Stream stream)
{
    /// <summary>What <see cref="Peek"/> and <see cref="Next"/> return after the last byte.</summary>
    public const int End = -1;

    private readonly byte[] buffer = new byte[1 << 16];
    private long start;
    private int count;
    private int index;

    /// <summary>Offset of the next byte.</summary>
    public long Position => start + index;

    /// <summary>Line of the next byte, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Whether a byte is white space in JSON.</summary>
    public static bool IsSpace(int value) => value is ' ' or '\t' or '\r' or '\n';

    /// <summary>The next byte, which stays the next one.</summary>
    public int Peek()
    {
        if (index == count)
        {
            start += count;
            index = 0;
            count = stream.Read(buffer);
        }

        return count == 0 ? End : buffer[index];
    }

    /// <summary>Takes the next byte.</summary>
    public int Next()
    {
        int value = Peek();
        if (value != End)
        {
            index++;
            Line += value == '\n' ? 1 : 0;
        }

        return value;
    }

    /// <summary>Takes white space, and the mark that some editors put before UTF-8 text.</summary>
    public void SkipSpace()
    {
        while (IsSpace(Peek()) || (Position < 3 && Peek() is 0xEF or 0xBB or 0xBF))
        {
            Next();
        }
    }
}
