namespace Trainer.Decoding.Debias;

/// <summary>
/// Post-hoc debias: corrects the probabilities of a closed question's answers by those that the model gives when it sees nothing
/// (arXiv:2403.05262, section on post-hoc debias; affine calibration of arXiv:2102.09690, eq. 1). A blind model has no ground for any answer,
/// so whatever it prefers then is taken for its bias.
/// </summary>
public static class Calibration
{
    /// <summary>What the released scripts add to every blind probability, so that none divides by 0.</summary>
    public const double Smoothing = 1e-4;

    /// <summary>W · p with W = diag(p_blind)⁻¹, brought to a sum of 1.</summary>
    /// <param name="probabilities">Of each answer with the picture; they need not sum to 1.</param>
    /// <param name="blind">Of each answer without it, brought to a sum of 1 before use; of several blind inputs, their sum.</param>
    /// <param name="smoothing">Added to every blind probability.</param>
    /// <returns>One number for each answer; the given probabilities' shares where no blind input says anything.</returns>
    public static double[] Apply(IReadOnlyList<double> probabilities, IReadOnlyList<double> blind, double smoothing = Smoothing)
    {
        if (probabilities.Count != blind.Count)
        {
            throw new ArgumentException($"There are {probabilities.Count} answers, but blind probabilities of {blind.Count}. Read the same answers from both.", nameof(blind));
        }

        return Shares(probabilities.Zip(Shares(blind), (seen, unseen) => seen / (unseen + smoothing)));
    }

    /// <summary>Brings numbers to a sum of 1; numbers that are all 0 to equal shares.</summary>
    public static double[] Shares(IEnumerable<double> numbers)
    {
        double[] values = [.. numbers];
        double sum = values.Sum();
        return [.. values.Select(value => sum > 0 ? value / sum : 1.0 / values.Length)];
    }
}
