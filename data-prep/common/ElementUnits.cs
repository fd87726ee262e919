using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>The elements of a file, each a unit of its own.</summary>
/// <param name="file">The file, which is closed with this.</param>
/// <param name="convert">Converts an element; called from several threads.</param>
public sealed class ElementUnits(ElementFile file, Func<RecordElement, Converted> convert) : IUnits
{
    /// <inheritdoc/>
    public int Count => file.Count;

    /// <inheritdoc/>
    public UnitPlace PlaceOf(int position) => new(file.PlaceOf(position), position + 1);

    /// <inheritdoc/>
    public Converted Convert(int position) => file.Read(position, convert);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
