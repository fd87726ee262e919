using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Trainer.Cli.Benchmarks;

/// <summary>Runs the twin in Python eager mode on the same libtorch, in each thread setting that suits it, and keeps the fastest.</summary>
internal static class EagerPeer
{
    // libtorch's own threads and OpenBLAS's, and how the former wait: which wins differs from machine to machine, and a ratio counts only at the peer's best.
    private static readonly Threading[] Settings =
    [
        new("1", "all", Wait: null),
        new("all", "1", Wait: null),
        new("all", "1", Wait: "passive"),
        new("all", "all", Wait: null),
        new("all", "all", Wait: "passive"),
    ];

    /// <summary>Runs the twin.</summary>
    /// <param name="work"><c>sft</c>, <c>dpo</c>, <c>ppo</c>, <c>decode</c> or <c>opera</c>.</param>
    /// <param name="model">Checkpoint folder.</param>
    /// <param name="batch">File with the batch.</param>
    /// <param name="options">Further options of the script.</param>
    internal static PeerResult Run(string work, string model, string batch, params string[] options)
    {
        string python = FindPython();
        string script = Path.Combine(Workspace.Root, "tests", "Benchmarks", "eager_twin.py");
        return Settings.Select(setting => RunOnce(python, [script, work, "--model", model, "--batch", batch, .. options], setting)).MinBy(result => result.Median)!;
    }

    private static PeerResult RunOnce(string python, string[] arguments, Threading setting)
    {
        string all = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = setting.Torch == "all" ? all : setting.Torch;
        start.Environment["OPENBLAS_NUM_THREADS"] = setting.Blas == "all" ? all : setting.Blas;
        start.Environment["OMP_WAIT_POLICY"] = setting.Wait;
        start.Environment.Remove("GOMP_SPINCOUNT");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The peer ended with exit code {process.ExitCode}; its message stands above.");
        }

        JsonElement json = JsonDocument.Parse(output).RootElement;
        return new PeerResult(json, Timing.Median(json.GetProperty("seconds").EnumerateArray().Select(value => value.GetDouble())));
    }

    /// <summary>A Python that has torch: Debian's package serves the system's Python, which need not be the first on the path.</summary>
    private static string FindPython()
    {
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            var start = new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true };
            try
            {
                using Process process = Process.Start(start)!;
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return python;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // This name is not on the machine; the next one may be.
            }
        }

        throw new InvalidOperationException("The benchmark's peer needs a Python with torch. Install one: apt-get install python3-torch.");
    }

    /// <param name="Torch">Threads of libtorch: a number, or all processors.</param>
    /// <param name="Blas">Threads of the matrix library.</param>
    /// <param name="Wait">How threads wait; null leaves it to the library, which keeps them awake.</param>
    private sealed record Threading(string Torch, string Blas, string? Wait);
}

/// <summary>What the peer printed.</summary>
/// <param name="Json">Its line.</param>
/// <param name="Median">Seconds of a middling repetition.</param>
internal sealed record PeerResult(JsonElement Json, double Median)
{
    /// <summary>Largest relative difference of losses that counts as equal: Float32 sums in another order, over several updates.</summary>
    private const double Tolerance = 2e-3;

    /// <summary>Seconds of a middling repetition of one part of the work.</summary>
    /// <param name="name">Where the part's seconds stand.</param>
    internal double MedianOf(string name) => Timing.Median(Numbers(name));

    /// <summary>A list of numbers of the peer's.</summary>
    internal double[] Numbers(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>Whether losses are the peer's, step by step.</summary>
    internal bool HasLosses(IReadOnlyList<double> losses)
    {
        double[] own = Numbers("losses");
        return own.Length == losses.Count && own.Zip(losses).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Abs(pair.First));
    }
}
