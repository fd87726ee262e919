namespace Trainer.Decoding.Strategies.Opera;

/// <summary>The most frequent value.</summary>
public static class Modes
{
    /// <summary>The most frequent of some values, and the smallest where several are.</summary>
    /// <param name="values">A few; at least one.</param>
    public static int Of(ReadOnlySpan<int> values)
    {
        (int Value, int Count) mode = (0, 0);
        foreach (int value in values)
        {
            int count = values.Count(value);
            if (count > mode.Count || (count == mode.Count && value < mode.Value))
            {
                mode = (value, count);
            }
        }

        return mode.Value;
    }
}
