namespace Trainer.Torch.Tests.Optim;

/// <summary>AdamW in double precision, as the paper writes it, one weight at a time.</summary>
internal sealed class AdamWReference(double[] values, double weightDecay)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private readonly double[] first = new double[values.Length];
    private readonly double[] second = new double[values.Length];
    private int step;

    internal double[] Values { get; } = values;

    internal void Step(double[] gradient, double learningRate)
    {
        step++;
        for (int i = 0; i < Values.Length; i++)
        {
            first[i] = (Beta1 * first[i]) + ((1 - Beta1) * gradient[i]);
            second[i] = (Beta2 * second[i]) + ((1 - Beta2) * gradient[i] * gradient[i]);
            double mean = first[i] / (1 - Math.Pow(Beta1, step));
            double square = second[i] / (1 - Math.Pow(Beta2, step));
            Values[i] -= learningRate * weightDecay * Values[i];
            Values[i] -= learningRate * mean / (Math.Sqrt(square) + Epsilon);
        }
    }
}
