namespace Trainer.Preparation.Common;

/// <summary>Units that were put together from several elements of the input, such as all questions about a picture.</summary>
/// <typeparam name="T">What was put together.</typeparam>
/// <param name="units">The units, each with the place of its first element.</param>
/// <param name="convert">Converts a unit; called from several threads.</param>
public sealed class GatheredUnits<T>(IReadOnlyList<(UnitPlace Place, T Unit)> units, Func<T, Converted> convert) : IUnits
{
    /// <inheritdoc/>
    public int Count => units.Count;

    /// <inheritdoc/>
    public UnitPlace PlaceOf(int position) => units[position].Place;

    /// <inheritdoc/>
    public Converted Convert(int position) => convert(units[position].Unit);

    /// <summary>Holds nothing that must be closed.</summary>
    public void Dispose()
    {
    }
}
