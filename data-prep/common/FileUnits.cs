using System.Text;
using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>Small files, each a unit of its own.</summary>
/// <param name="paths">The files.</param>
/// <param name="convert">Converts the lines of one; called from several threads.</param>
public sealed class FileUnits(IReadOnlyList<string> paths, Func<RecordPlace, string[], Converted> convert) : IUnits
{
    private const long MostBytes = 1 << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public int Count => paths.Count;

    /// <inheritdoc/>
    public UnitPlace PlaceOf(int position) => new(new RecordPlace(paths[position], 1), 1);

    /// <inheritdoc/>
    public Converted Convert(int position)
    {
        RecordPlace place = PlaceOf(position).Place;
        return convert(place, ReadLines(place));
    }

    /// <summary>Holds nothing that must be closed.</summary>
    public void Dispose()
    {
    }

    /// <summary>The lines of a small file, blank ones left out.</summary>
    /// <exception cref="DataException">It is large, or no Unicode text.</exception>
    private static string[] ReadLines(RecordPlace place)
    {
        if (new FileInfo(place.File).Length > MostBytes)
        {
            throw place.Fail("", $"has more than {MostBytes} bytes. Is this a file of the dataset?");
        }

        try
        {
            return Strict.GetString(File.ReadAllBytes(place.File)).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (DecoderFallbackException)
        {
            throw place.Fail("", "must be Unicode text, but has a broken character.", DataFault.BrokenText);
        }
    }
}
