using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Trainer.Modeling.Weights;

namespace Trainer.Training.Checkpoints;

/// <summary>
/// The <c>checkpoint-N</c> folders of a run. One is written under a temporary name, flushed and renamed, and only then
/// are older ones removed: whenever the process dies, every folder that bears the final name is whole.
/// </summary>
/// <param name="root">Folder of the run.</param>
/// <param name="limit">How many of the newest to keep (<c>save_total_limit</c>), besides the best; null: all.</param>
public sealed class CheckpointStore(string root, int? limit = null)
{
    private const string Prefix = "checkpoint-";

    /// <summary>Steps of the whole checkpoints, ascending.</summary>
    public IReadOnlyList<int> Steps => Directory.Exists(root)
        ? [.. Directory.EnumerateDirectories(root, Prefix + "*").Select(StepOf).OfType<int>().Order()]
        : [];

    /// <summary>The newest checkpoint's folder, or null.</summary>
    public string? Latest => Steps is [.., int step] ? PathOf(step) : null;

    /// <summary>Where the checkpoint of a step lies.</summary>
    public string PathOf(int step) => Path.Combine(root, Prefix + step.ToString(CultureInfo.InvariantCulture));

    /// <summary>The step of the best checkpoint, as the newest one knows it or, where none was best, of the last one before a step; 0: none.</summary>
    /// <exception cref="CheckpointException">The newest one is damaged.</exception>
    public int BestBefore(int step)
    {
        int? best = Latest is { } latest ? TrainingCheckpoint.Open(latest).State.Best?.Step : null;
        return best is { } known && Steps.Contains(known) ? known : Steps.LastOrDefault(earlier => earlier < step);
    }

    /// <summary>Writes one checkpoint and removes those that are no longer wanted.</summary>
    /// <param name="step">Steps made.</param>
    /// <param name="bestStep">The best checkpoint, which is never removed.</param>
    /// <param name="write">Fills the folder that it is given. What it throws leaves older checkpoints as they were.</param>
    /// <returns>The checkpoint's folder.</returns>
    public string Save(int step, int? bestStep, Action<string> write)
    {
        string final = PathOf(step);
        string temporary = Path.Combine(root, $".{Prefix}{step}.partial");
        DeleteIfThere(temporary);
        Directory.CreateDirectory(temporary);
        write(temporary);
        foreach (string file in Directory.EnumerateFiles(temporary, "*", SearchOption.AllDirectories))
        {
            FlushToDisk(file);
        }

        // A run that resumed from an older checkpoint meets the same step again; the newer writing counts.
        DeleteIfThere(final);
        Directory.Move(temporary, final);
        Prune(bestStep);
        return final;
    }

    /// <summary>Removes what an interrupted writing left behind.</summary>
    public void RemovePartial()
    {
        if (Directory.Exists(root))
        {
            foreach (string folder in Directory.EnumerateDirectories(root, $".{Prefix}*.partial"))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private void Prune(int? bestStep)
    {
        IReadOnlyList<int> steps = Steps;
        int surplus = limit is { } kept ? steps.Count - Math.Max(1, kept) : 0;
        foreach (int step in steps.Take(Math.Max(0, surplus)).Where(step => step != bestStep))
        {
            Directory.Delete(PathOf(step), recursive: true);
        }
    }

    private static void FlushToDisk(string file)
    {
        using SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static int? StepOf(string folder) =>
        int.TryParse(Path.GetFileName(folder).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : null;

    private static void DeleteIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
