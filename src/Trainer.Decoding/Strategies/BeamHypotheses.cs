namespace Trainer.Decoding.Strategies;

/// <summary>The best finished answers of one prompt, as transformers keeps them.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="lengthPenalty">Exponent of the length that divides a sum of log-probabilities.</param>
public sealed class BeamHypotheses(int capacity, double lengthPenalty)
{
    private readonly List<(double Score, long[] Tokens)> finished = [];

    /// <summary>The best finished answer, or null before there is one.</summary>
    public long[]? Best => finished.Count == 0 ? null : finished.MaxBy(entry => entry.Score).Tokens;

    /// <summary>Adds a finished answer if it is good enough.</summary>
    /// <param name="tokens">The answer, without its end.</param>
    /// <param name="sum">Sum of its log-probabilities.</param>
    /// <param name="length">Length by which its score is normalised, prompt included.</param>
    public void Add(long[] tokens, double sum, int length)
    {
        double score = sum / Math.Pow(length, lengthPenalty);
        if (finished.Count < capacity || score > finished.Min(entry => entry.Score))
        {
            finished.Add((score, tokens));
            if (finished.Count > capacity)
            {
                finished.Remove(finished.MinBy(entry => entry.Score));
            }
        }
    }

    /// <summary>Whether no unfinished beam could still win.</summary>
    /// <param name="bestSum">Best sum of log-probabilities among unfinished beams.</param>
    /// <param name="length">Their length, prompt included.</param>
    public bool IsDone(double bestSum, int length) =>
        finished.Count >= capacity && finished.Min(entry => entry.Score) >= bestSum / Math.Pow(length, lengthPenalty);
}
