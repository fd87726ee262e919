using System.Globalization;

namespace Trainer.Cli.Benchmarks;

/// <summary>The most memory this process ever had in use, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Begins to count anew.</summary>
    internal static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>The peak since then.</summary>
    internal static double PeakGibibytes()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / (1 << 20);
    }
}
