using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>What a file is made of: units in an order that depends on the input alone, each converted by itself and from any thread.</summary>
public interface IUnits : IDisposable
{
    /// <summary>Number of units.</summary>
    int Count { get; }

    /// <summary>Where a unit stands in the input.</summary>
    /// <param name="position">From 0.</param>
    UnitPlace PlaceOf(int position);

    /// <summary>Converts a unit.</summary>
    /// <param name="position">From 0.</param>
    /// <exception cref="Data.DataException">It is bad. It is then counted and named, and the next one's turn comes.</exception>
    Converted Convert(int position);
}

/// <summary>Where something stands in the input.</summary>
/// <param name="Place">File and line. Files that are one JSON list often have one line only.</param>
/// <param name="Element">Which element of the file it is, from 1.</param>
public readonly record struct UnitPlace(RecordPlace Place, int Element);
