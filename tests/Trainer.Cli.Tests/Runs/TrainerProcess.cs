using System.Diagnostics;

namespace Trainer.Cli.Tests.Runs;

/// <summary>The program as a process of its own, which signals can reach.</summary>
internal sealed class TrainerProcess : IDisposable
{
    private readonly Process process;

    internal TrainerProcess(params string[] arguments)
    {
        // Where a shell runs the tests in the background, their children would ignore SIGINT; env undoes that.
        process = Process.Start(new ProcessStartInfo(
            "env", ["--default-signal=INT,TERM", "dotnet", Path.Combine(AppContext.BaseDirectory, "trainer.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    internal int Id => process.Id;

    /// <summary>Reads what the process says until so many of its lines contain a text.</summary>
    internal void WaitFor(string text, int lines)
    {
        var said = new List<string>();
        while (said.Count(line => line.Contains(text, StringComparison.Ordinal)) < lines)
        {
            said.Add(process.StandardError.ReadLine() ?? throw new InvalidOperationException($"It ended too early: {string.Join('\n', said)}"));
        }
    }

    /// <summary>Sends a signal, and returns the exit code.</summary>
    /// <param name="signal">A name without SIG.</param>
    internal int End(string signal)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -s {signal} {process.Id}"]);
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
