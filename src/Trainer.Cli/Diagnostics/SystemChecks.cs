using System.ComponentModel;
using System.Diagnostics;

namespace Trainer.Cli.Diagnostics;

/// <summary>The .NET SDK and the thread policy.</summary>
internal static class SystemChecks
{
    private static readonly string[] ThreadVariables = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "ATEN_CPU_CAPABILITY"];

    internal static Finding Sdk()
    {
        string? version = SdkVersion();
        return version is null
            ? Finding.Missing("sdk", "'dotnet' is not on the PATH", "Install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0")
            : new Finding("sdk", FindingState.Ok, $"{version}, runtime {Environment.Version}")
            {
                Facts = new Dictionary<string, string?> { ["version"] = version, ["runtime"] = Environment.Version.ToString() },
            };
    }

    internal static Finding Threads()
    {
        string? pinned = Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE");
        string? dropped = Environment.GetEnvironmentVariable("TRAINER_DROPPED_OPENBLAS_CORETYPE");
        string summary = $"{Environment.ProcessorCount} processors"
            + string.Concat(Policy().Where(pair => pair.Value is not null).Select(pair => $", {pair.Key}={pair.Value}"))
            + (dropped is null ? string.Empty : $"; the inherited OPENBLAS_CORETYPE={dropped} is ignored");
        return new Finding("threads", pinned is null ? FindingState.Ok : FindingState.Warning, summary)
        {
            Remedy = pinned is null ? null : $"OPENBLAS_CORETYPE={pinned} can halve the speed of matrix products. Unset it, or start through ./trainer, which does.",
            Facts = new Dictionary<string, string?>(Policy()) { ["processors"] = Environment.ProcessorCount.ToString(), ["OPENBLAS_CORETYPE"] = pinned ?? dropped },
        };
    }

    private static IEnumerable<KeyValuePair<string, string?>> Policy() =>
        ThreadVariables.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)));

    private static string? SdkVersion()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? version : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
