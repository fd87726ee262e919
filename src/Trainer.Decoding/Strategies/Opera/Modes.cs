namespace Trainer.Decoding.Strategies.Opera;

/// <summary>The most frequent value.</summary>
public static class Modes
{
    /// <summary>The most frequent of some values, and the smallest where several are.</summary>
    public static int Of(IEnumerable<int> values) =>
        values.CountBy(value => value).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).First().Key;
}
