using System.Runtime.ExceptionServices;
using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>Converts units and looks at their pictures, on all processors at once.</summary>
internal sealed class UnitExaminer(IUnits units, PictureCheck pictures)
{
    /// <summary>What became of some units, in their order.</summary>
    internal Examined[] Examine(int first, int count)
    {
        var examined = new Examined[count];
        try
        {
            Parallel.For(0, count, i => examined[i] = Examine(first + i));
        }
        catch (AggregateException error)
        {
            // A full disk is a full disk, whichever thread finds it.
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }

        return examined;
    }

    private Examined Examine(int position)
    {
        UnitPlace place = units.PlaceOf(position);
        try
        {
            Converted converted = units.Convert(position);
            return new Examined(place, converted, [.. converted.Items.Select(item => pictures.Find(item.Images))], null);
        }
        catch (DataException error)
        {
            return new Examined(place, Converted.To(), [], Problem.Of(error, place));
        }
    }
}

/// <summary>What became of a unit.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Converted">What it became; nothing if it is bad.</param>
/// <param name="Pictures">What is wrong with the pictures of each item; null: nothing.</param>
/// <param name="Problem">What is wrong with the unit itself; null: nothing.</param>
internal sealed record Examined(UnitPlace Place, Converted Converted, IReadOnlyList<Problem?> Pictures, Problem? Problem);
