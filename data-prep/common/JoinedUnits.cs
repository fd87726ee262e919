namespace Trainer.Preparation.Common;

/// <summary>Units of several kinds, one kind after the other.</summary>
/// <param name="parts">They are closed with this.</param>
public sealed class JoinedUnits(params IReadOnlyList<IUnits> parts) : IUnits
{
    /// <inheritdoc/>
    public int Count => parts.Sum(part => part.Count);

    /// <inheritdoc/>
    public UnitPlace PlaceOf(int position)
    {
        (IUnits part, int within) = Find(position);
        return part.PlaceOf(within);
    }

    /// <inheritdoc/>
    public Converted Convert(int position)
    {
        (IUnits part, int within) = Find(position);
        return part.Convert(within);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IUnits part in parts)
        {
            part.Dispose();
        }
    }

    private (IUnits Part, int Within) Find(int position)
    {
        int number = 0;
        while (position >= parts[number].Count)
        {
            position -= parts[number].Count;
            number++;
        }

        return (parts[number], position);
    }
}
