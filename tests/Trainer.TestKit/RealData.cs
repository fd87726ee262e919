using Xunit.Abstractions;

namespace Trainer.TestKit;

/// <summary>Real data that may not be copied into the project: read from the folder that TRAINER_REAL_DATA names.</summary>
public static class RealData
{
    /// <summary>Finds a file of that folder, or says in the test's output that the test was not run.</summary>
    /// <param name="relativePath">Path inside the folder, with forward slashes.</param>
    /// <param name="output">The running test's output.</param>
    /// <param name="path">Where the file lies.</param>
    public static bool TryFind(string relativePath, ITestOutputHelper output, out string path)
    {
        string? folder = Environment.GetEnvironmentVariable("TRAINER_REAL_DATA");
        path = Path.Combine(folder ?? "", relativePath);
        bool found = !string.IsNullOrEmpty(folder) && File.Exists(path);
        if (!found)
        {
            output.WriteLine($"NOT RUN: needs {relativePath} in the folder that TRAINER_REAL_DATA names, which is '{folder}'.");
        }

        return found;
    }
}
