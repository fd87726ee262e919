namespace Trainer.Data.Readers;

/// <summary>Tells by its first bytes a file that was packed or saved in another way, whose every line would be reported as broken.</summary>
internal static class ForeignBytes
{
    private const int Longest = 6;

    private static readonly (byte[] Start, string What)[] Kinds =
    [
        ([0x1F, 0x8B], "compressed with gzip. Unpack it with gunzip first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd. Unpack it with unzstd first"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "compressed with xz. Unpack it with unxz first"),
        ([(byte)'B', (byte)'Z', (byte)'h'], "compressed with bzip2. Unpack it with bunzip2 first"),
        ([(byte)'P', (byte)'K', 3, 4], "a zip archive. Unpack it with unzip first"),
        ([(byte)'P', (byte)'A', (byte)'R', (byte)'1'], "parquet. docs/data-preparation.md has a script that writes it as JSON lines"),
        ([0xFF, 0xFE], "UTF-16 text. Save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"),
        ([0xFE, 0xFF], "UTF-16 text. Save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"),
    ];

    /// <summary>Lets text pass, and goes back to its beginning.</summary>
    /// <exception cref="DataException">The file begins as one of those.</exception>
    internal static void Refuse(FileStream stream)
    {
        Span<byte> first = stackalloc byte[Longest];
        first = first[..stream.ReadAtLeast(first, Longest, throwOnEndOfStream: false)];
        stream.Position = 0;
        foreach ((byte[] start, string what) in Kinds)
        {
            if (first.StartsWith(start))
            {
                throw new DataException($"{stream.Name} is {what}.");
            }
        }
    }
}
