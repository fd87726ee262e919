using System.Text.Json.Nodes;

namespace Trainer.Cli.Benchmarks;

/// <summary>Runs the parts of some work one after the other, and remembers each one's time and the most memory it took.</summary>
internal sealed class MeasuredParts
{
    /// <summary>Seconds of each part.</summary>
    internal JsonObject Seconds { get; } = [];

    /// <summary>Most GiB in use during each part, mapped files among them.</summary>
    internal JsonObject Peaks { get; } = [];

    /// <summary>The most of all parts.</summary>
    internal double PeakGibibytes { get; private set; }

    internal T Run<T>(string name, Func<T> work)
    {
        ProcessMemory.ResetPeak();
        T? result = default;
        Seconds[name] = Math.Round(Timing.Seconds(() => result = work()), 1);
        double peak = Math.Round(ProcessMemory.PeakGibibytes(), 2);
        Peaks[name] = peak;
        PeakGibibytes = Math.Max(PeakGibibytes, peak);
        return result!;
    }
}
