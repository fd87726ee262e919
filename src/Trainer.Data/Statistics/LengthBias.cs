namespace Trainer.Data.Statistics;

/// <summary>
/// Whether better answers are longer ones: the commonest defect of preferences, for a model that learns from such pairs learns to write more.
/// </summary>
public sealed class LengthBias
{
    /// <summary>Words of the better answer less those of the worse one. A record's pairs count as one number, their mean, because they share answers.</summary>
    public Moments Difference { get; } = new();

    /// <summary>Lengths of better answers, one for each pair.</summary>
    public TextLengths Chosen { get; } = new();

    /// <summary>Lengths of worse answers, one for each pair.</summary>
    public TextLengths Rejected { get; } = new();

    /// <summary>Pairs whose better answer has more words.</summary>
    public long ChosenLonger { get; private set; }

    /// <summary>Pairs whose worse answer has more words.</summary>
    public long RejectedLonger { get; private set; }

    internal void Add(IReadOnlyList<PairLengths> pairs)
    {
        foreach (PairLengths pair in pairs)
        {
            Chosen.Add(pair.Chosen);
            Rejected.Add(pair.Rejected);
            ChosenLonger += pair.Difference > 0 ? 1 : 0;
            RejectedLonger += pair.Difference < 0 ? 1 : 0;
        }

        if (pairs.Count > 0)
        {
            Difference.Add(pairs.Average(pair => pair.Difference));
        }
    }
}

/// <summary>Lengths of two answers.</summary>
/// <param name="Chosen">Of the better one.</param>
/// <param name="Rejected">Of the worse one.</param>
internal readonly record struct PairLengths(TextLength Chosen, TextLength Rejected)
{
    /// <summary>Words that the better one has more.</summary>
    internal int Difference => Chosen.Words - Rejected.Words;
}
