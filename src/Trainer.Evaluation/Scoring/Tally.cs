using System.Numerics;

namespace Trainer.Evaluation.Scoring;

/// <summary>A named amount that an answer adds to a tally, such as 1 to <c>right</c>.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Value">How much.</param>
public readonly record struct Mark(string Name, double Value = 1);

/// <summary>Named sums over some answers, from which metrics are computed. What was never counted is 0.</summary>
public readonly struct Tally : IAdditionOperators<Tally, Tally, Tally>, IAdditiveIdentity<Tally, Tally>
{
    private readonly Dictionary<string, int>? columns;
    private readonly double[]? sums;

    private Tally(Dictionary<string, int> columns, double[] sums)
    {
        this.columns = columns;
        this.sums = sums;
    }

    /// <summary>Nothing counted.</summary>
    public static Tally AdditiveIdentity => default;

    /// <summary>All sums by name.</summary>
    public IReadOnlyDictionary<string, double> Sums
    {
        get
        {
            double[] values = sums ?? [];
            return (columns ?? []).ToDictionary(column => column.Key, column => values[column.Value]);
        }
    }

    /// <summary>The sum under a name.</summary>
    public double this[string name] => columns is not null && columns.TryGetValue(name, out int column) ? sums![column] : 0;

    /// <summary>One sum as a share of another; null where the other is 0.</summary>
    public double? Ratio(string part, string whole) => this[whole] is var all && all == 0 ? null : this[part] / all;

    /// <summary>Sums of both, which must come from one call of <see cref="Align"/>.</summary>
    public static Tally operator +(Tally left, Tally right)
    {
        if (left.sums is null || right.sums is null)
        {
            return left.sums is null ? right : left;
        }

        var sums = new double[left.sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = left.sums[i] + right.sums[i];
        }

        return new Tally(left.columns!, sums);
    }

    /// <summary>The sum of tallies from one call of <see cref="Align"/>.</summary>
    public static Tally Total(IEnumerable<Tally> tallies) => tallies.Aggregate(AdditiveIdentity, (sum, tally) => sum + tally);

    /// <summary>A tally of each list of marks; all share their columns, so that adding them up is adding numbers.</summary>
    public static IReadOnlyList<Tally> Align(IEnumerable<IEnumerable<Mark>> rows)
    {
        Mark[][] marks = [.. rows.Select(row => row.ToArray())];
        Dictionary<string, int> columns = marks
            .SelectMany(row => row)
            .Select(mark => mark.Name)
            .Distinct(StringComparer.Ordinal)
            .Select((name, column) => (name, column))
            .ToDictionary(pair => pair.name, pair => pair.column, StringComparer.Ordinal);
        return [.. marks.Select(row => new Tally(columns, Sum(row, columns)))];
    }

    private static double[] Sum(Mark[] row, Dictionary<string, int> columns)
    {
        var sums = new double[columns.Count];
        foreach (Mark mark in row)
        {
            sums[columns[mark.Name]] += mark.Value;
        }

        return sums;
    }
}
