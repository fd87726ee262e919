namespace Trainer.Evaluation.Scoring;

/// <summary>A named amount that an answer adds to a tally, such as 1 to <c>right</c>.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Value">How much.</param>
public readonly record struct Mark(string Name, double Value = 1);

/// <summary>Named sums over some answers, from which metrics are computed. What was never counted is 0.</summary>
public readonly struct Tally : ICounts<Tally>
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
    public static Tally operator +(Tally left, Tally right) => Sum([left, right], [0, 1]);

    /// <summary>The sum of tallies from one call of <see cref="Align"/>; a bootstrap makes thousands, so that only the sum is made anew.</summary>
    public static Tally Sum(IReadOnlyList<Tally> pictures, IEnumerable<int> draw)
    {
        Dictionary<string, int>? columns = pictures.Select(tally => tally.columns).FirstOrDefault(each => each is not null);
        if (columns is null)
        {
            return default;
        }

        var sums = new double[columns.Count];
        foreach (int index in draw)
        {
            double[] added = pictures[index].sums ?? [];
            for (int i = 0; i < added.Length; i++)
            {
                sums[i] += added[i];
            }
        }

        return new Tally(columns, sums);
    }

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
