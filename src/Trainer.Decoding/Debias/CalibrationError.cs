namespace Trainer.Decoding.Debias;

/// <summary>How far stated probabilities lie from how often they are right (arXiv:1706.04599, eq. 3).</summary>
public static class CalibrationError
{
    private const int Bins = 10;

    /// <summary>
    /// Expected calibration error over ten bins of equal width. As in the released code of arXiv:2403.05262 the probabilities go through a
    /// softmax first, so that of two answers the surer one's confidence lies between 0.5 and 0.73.
    /// </summary>
    /// <param name="probabilities">Of each answer, for each question.</param>
    /// <param name="labels">The right answer of each question.</param>
    public static double Expected(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> labels)
    {
        (double Confidence, double Right)[] answers = [.. probabilities.Zip(labels, (own, label) => Judge(Softmax(own), label))];
        return answers.GroupBy(answer => (int)Math.Ceiling(answer.Confidence * Bins))
            .Sum(bin => (double)bin.Count() / answers.Length * Math.Abs(bin.Average(answer => answer.Confidence) - bin.Average(answer => answer.Right)));
    }

    private static (double Confidence, double Right) Judge(double[] shares, int label)
    {
        double confidence = shares.Max();
        return (confidence, Array.IndexOf(shares, confidence) == label ? 1 : 0);
    }

    private static double[] Softmax(double[] values) => Calibration.Shares(values.Select(Math.Exp));
}
