namespace Trainer.Evaluation.Reports;

/// <summary>Sorts figures into the style sheet's ten shades, from the least of them, or 0 where none is less, to the greatest.</summary>
/// <param name="Low">The figure of the lightest shade.</param>
/// <param name="High">The figure of the darkest shade.</param>
internal readonly record struct HeatLevels(double Low, double High)
{
    private const int Most = 9;

    /// <summary>Shades for some figures.</summary>
    internal static HeatLevels Of(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        return all.Length == 0 ? new HeatLevels(0, 0) : new HeatLevels(Math.Max(0, all.Min()), all.Max());
    }

    /// <summary>The shade of a figure, from 0 to 9; where all are alike, 0.</summary>
    internal int Level(double value) => High > Low && double.IsFinite(value) ? (int)Math.Round(Most * Math.Clamp((value - Low) / (High - Low), 0, 1)) : 0;
}
