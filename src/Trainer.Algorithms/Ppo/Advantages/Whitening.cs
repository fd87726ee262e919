using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Ppo.Advantages;

/// <summary>
/// Brings numbers to mean 0 and standard deviation 1, so that a step's length doesn't depend on the rewards' scale. Statistics are those of
/// the whole population (divided by N, not N − 1) and are taken in Float64.
/// </summary>
/// <remarks>
/// The released code of LLaVA-RLHF refuses fewer than eight rows a process. Here tokens count, not rows, so that any number will do;
/// fewer than two different ones have no spread, and give zeros.
/// </remarks>
public static class Whitening
{
    private const double Epsilon = 1e-8;

    /// <summary>(x − mean) / (std + 1e-8) over all counted slots of this process.</summary>
    /// <param name="values">Float32 of any shape, finite.</param>
    /// <param name="mask">Float32 of the same shape: 1 where a slot counts, else 0. All ones is the released behaviour.</param>
    /// <param name="shiftMean">Whether the result has mean 0; otherwise the old mean is added back, and only the spread changes.</param>
    /// <returns>The shape of <paramref name="values"/>, 0 where the mask is.</returns>
    public static Tensor Apply(Tensor values, Tensor mask, bool shiftMean) => Apply(values, mask, shiftMean, ProcessGroup.Single);

    /// <summary>The same over the slots of all processes, however unevenly they are spread: LLaVA-RLHF's <c>full_batch</c>.</summary>
    /// <inheritdoc cref="Apply(Tensor, Tensor, bool)"/>
    /// <param name="values">Float32 of any shape, finite; shapes may differ between processes.</param>
    /// <param name="mask">Float32 of the same shape: 1 where a slot counts, else 0.</param>
    /// <param name="shiftMean">Whether the result has mean 0; otherwise the old mean is added back, and only the spread changes.</param>
    /// <param name="group">The processes, all of which make this call.</param>
    public static Tensor Apply(Tensor values, Tensor mask, bool shiftMean, ProcessGroup group)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        Tensor exact = values.To(DType.Float64);
        double[] totals = Totals(group, mask.To(DType.Float64).Sum(), (exact * mask).Sum());
        (double count, double sum) = (Math.Max(1, totals[0]), totals[1]);

        // A second round, rather than a sum of squares: that would cancel where the mean is large beside the spread.
        Tensor centred = exact - (sum / count);
        double variance = Totals(group, (centred.Pow(2) * mask).Sum())[0] / count;
        Tensor whitened = centred / (Math.Sqrt(variance) + Epsilon);
        return scope.Keep(((shiftMean ? whitened : whitened + (sum / count)) * mask).To(values.DType));
    }

    /// <summary>The same with statistics of each row alone: LLaVA-RLHF's <c>none</c>.</summary>
    /// <inheritdoc cref="Apply(Tensor, Tensor, bool)"/>
    /// <param name="values">Float32 [batch, length], finite.</param>
    /// <param name="mask">Float32 [batch, length]: 1 where a slot counts, else 0.</param>
    /// <param name="shiftMean">Whether each row of the result has mean 0; otherwise its old mean is added back.</param>
    public static Tensor ApplyPerRow(Tensor values, Tensor mask, bool shiftMean)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        Tensor exact = values.To(DType.Float64);
        Tensor count = mask.To(DType.Float64).Sum(1, keepDimension: true).Clamp(1, double.MaxValue);
        Tensor mean = (exact * mask).Sum(1, keepDimension: true) / count;
        Tensor centred = exact - mean;
        Tensor deviation = ((centred.Pow(2) * mask).Sum(1, keepDimension: true) / count).Sqrt();
        Tensor whitened = centred / (deviation + Epsilon);
        return scope.Keep(((shiftMean ? whitened : whitened + mean) * mask).To(values.DType));
    }

    private static double[] Totals(ProcessGroup group, params Tensor[] sums)
    {
        double[][] rows = group.AllGather(Tensor.Stack(0, sums).ToArray<double>());
        return [.. Enumerable.Range(0, sums.Length).Select(i => rows.Sum(row => row[i]))];
    }
}
