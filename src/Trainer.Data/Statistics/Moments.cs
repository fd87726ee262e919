namespace Trainer.Data.Statistics;

/// <summary>Mean and scatter of numbers that come one by one (Welford, 1962).</summary>
public sealed class Moments
{
    private double squares;

    /// <summary>Numbers that were added.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 without any.</summary>
    public double Mean { get; private set; }

    /// <summary>Their standard deviation, with Count − 1; 0 below two numbers.</summary>
    public double Deviation => Count < 2 ? 0 : Math.Sqrt(squares / (Count - 1));

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        Count++;
        double step = value - Mean;
        Mean += step / Count;
        squares += step * (value - Mean);
    }
}
