using System.Globalization;

namespace Trainer.Cli.Benchmarks;

/// <summary>The most memory this process ever had in use, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Begins to count anew.</summary>
    internal static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>The peak since then.</summary>
    internal static double PeakGibibytes() => Kibibytes("VmHWM:") / (1 << 20);

    /// <summary>What no file stands behind, in bytes.</summary>
    internal static double PrivateBytes() => Kibibytes("RssAnon:") * 1024;

    /// <summary>A line is a name, spaces or a tab, a number and its unit.</summary>
    private static double Kibibytes(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..^"kB".Length], CultureInfo.InvariantCulture);
    }
}
