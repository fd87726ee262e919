using System.ComponentModel;
using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace Trainer.TestKit;

/// <summary>A Python that has torch, as a reader that shares nothing with this project. Debian's package is python3-torch.</summary>
public static class PythonWithTorch
{
    /// <summary>Finds it, or says in the test's output that the test was not run.</summary>
    public static bool TryFind(ITestOutputHelper output, out string python)
    {
        // Debian's package serves the system's Python, which need not be the first on the path.
        python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasTorch) ?? string.Empty;
        if (python.Length == 0)
        {
            output.WriteLine("NOT RUN: needs a Python with torch (apt-get install python3-torch).");
        }

        return python.Length > 0;
    }

    /// <summary>Runs a script and gives what it printed.</summary>
    public static string Run(string python, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }

    private static bool HasTorch(string python)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
