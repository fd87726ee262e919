using System.Globalization;
using Trainer.Modeling.Weights;

namespace Trainer.Training;

/// <summary>
/// Keeps a run's folder to one process, since two that wrote metrics and checkpoints there would spoil both runs. The system
/// itself releases the file when the process ends, however it ends, so that one left behind never stands in the way.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes a run's folder until disposal or the end of the process.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">Another run holds it, or nothing can be written there.</exception>
    public static RunLock Take(RunDirectory directory)
    {
        // The number has a file of its own, because nobody else can read the one that is locked.
        string holder = Path.Combine(directory.Path, "run.pid");
        var taken = new RunLock(Open(Path.Combine(directory.Path, "run.lock"), holder));
        AtomicFile.WriteText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return taken;
    }

    /// <summary>Lets the next run in. The files stay: whoever deleted them could delete those of that next run.</summary>
    public void Dispose() => file.Dispose();

    private static FileStream Open(string path, string holder)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException error) when (File.Exists(holder))
        {
            throw new IOException(
                $"The run of process {File.ReadAllText(holder)} is writing to {Path.GetDirectoryName(path)}. Wait until it ends, stop it, or choose another output_dir.", error);
        }
    }
}
