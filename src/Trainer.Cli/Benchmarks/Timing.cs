using System.Diagnostics;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>Repeated measurements.</summary>
internal static class Timing
{
    /// <summary>Repetitions at the beginning that don't count: caches fill and the compiler settles.</summary>
    private const int WarmUp = 2;

    /// <summary>Seconds of a middling repetition after the warm-up.</summary>
    internal static double Median(IEnumerable<double> seconds) => Quantile(seconds, 0.5);

    /// <summary>Seconds of a repetition that only every tenth was faster than: what the machine does while it is left alone.</summary>
    internal static double Undisturbed(IEnumerable<double> seconds) => Quantile(seconds, 0.1);

    /// <summary>Runs work several times and gives the seconds of each run.</summary>
    internal static double[] Repeat(int times, Action work) => [.. Enumerable.Range(0, times).Select(_ => Seconds(work))];

    /// <summary>Runs work once and gives its seconds.</summary>
    internal static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Quantile(IEnumerable<double> seconds, double share)
    {
        double[] counted = [.. seconds.Skip(WarmUp).Order()];
        return counted[(int)(counted.Length * share)];
    }

    /// <summary>Rate of Float32 matrix products of 1024³ on this machine, in GFLOP/s: what a step could reach at most.</summary>
    internal static double MatMulRate()
    {
        const int size = 1024;
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using var stream = new RandomStream(1);
        Tensor left = Tensor.Normal(Placement.CpuFloat, stream, size, size);
        double median = Median(Repeat(12, () =>
        {
            using var inner = new TensorScope();
            _ = Functional.Linear(left, left);
        }));
        return 2.0 * size * size * size / median / 1e9;
    }
}
