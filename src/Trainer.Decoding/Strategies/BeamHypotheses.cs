namespace Trainer.Decoding.Strategies;

/// <summary>The best finished answers of one prompt, as transformers keeps them.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="lengthPenalty">Exponent of the length that divides a sum of log-probabilities.</param>
public sealed class BeamHypotheses(int capacity, double lengthPenalty)
{
    private List<(double Score, Generation Answer)> finished = [];

    /// <summary>Their scores, unordered.</summary>
    public IEnumerable<double> Scores => finished.Select(entry => entry.Score);

    /// <summary>The best finished answer, or null before there is one.</summary>
    public Generation? Best => finished.Count == 0 ? null : finished.MaxBy(entry => entry.Score).Answer;

    /// <summary>Adds a finished answer if it is good enough.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="sum">Sum of its log-probabilities.</param>
    /// <param name="length">Length by which its score is normalised, prompt included.</param>
    public void Add(Generation answer, double sum, int length)
    {
        double score = Normalised(sum, length);
        if (finished.Count < capacity || score > Scores.Min())
        {
            finished.Add((score, answer));
            if (finished.Count > capacity)
            {
                finished.Remove(finished.MinBy(entry => entry.Score));
            }
        }
    }

    /// <summary>The same, to go on from independently.</summary>
    public BeamHypotheses Copy() => new(capacity, lengthPenalty) { finished = [.. finished] };

    /// <summary>Whether no unfinished beam could still win.</summary>
    /// <param name="bestSum">Best sum of log-probabilities among unfinished beams.</param>
    /// <param name="length">Their length, prompt included.</param>
    public bool IsDone(double bestSum, int length) => finished.Count >= capacity && Scores.Min() >= Normalised(bestSum, length);

    private double Normalised(double sum, int length) => sum / Math.Pow(length, lengthPenalty);
}
