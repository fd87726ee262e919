using Trainer.Annotation.Judgements;
using Trainer.Data.Records;
using Trainer.Torch;

namespace Trainer.Annotation.Labels;

/// <summary>
/// Compares answers by what their pictures are known to show, and errs as often as it is told to, so that what follows can be tried
/// without people: fewer wrong claims are better, then more right ones.
/// </summary>
/// <param name="assess">Counts an answer's claims.</param>
/// <param name="errorRate">Share of its choices that are turned round, 0 to 1.</param>
/// <param name="random">The run's randomness.</param>
public sealed class SimulatedAnnotator(Func<ComparisonRecord, string, Assessment> assess, double errorRate, RandomRoot random)
{
    /// <summary>Choices that were turned round so far.</summary>
    public int Errors { get; private set; }

    /// <summary>The better answer of a pair.</summary>
    /// <param name="item">Number of the pair, which its draw belongs to.</param>
    /// <param name="pair">The pair.</param>
    public Choice Choose(int item, ComparisonRecord pair)
    {
        Choice right = Better(assess(pair, pair.First), assess(pair, pair.Second));
        bool errs = random.Managed("annotate/errors", item).NextDouble() < errorRate;
        if (right == Choice.Same || !errs)
        {
            return right;
        }

        Errors++;
        return right == Choice.First ? Choice.Second : Choice.First;
    }

    private static Choice Better(Assessment first, Assessment second) => (first.Wrong - second.Wrong, second.Right - first.Right) switch
    {
        ( < 0, _) or (0, < 0) => Choice.First,
        ( > 0, _) or (0, > 0) => Choice.Second,
        _ => Choice.Same,
    };
}
