using System.Globalization;
using System.Text.Json;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>The rollouts that a run wrote down: <c>rollouts/step-N.jsonl</c>.</summary>
public static class LoggedRollouts
{
    private const string Prefix = "step-";
    private const string Folder = "rollouts";

    /// <summary>Their numbers, ascending; none where the run is of another stage.</summary>
    /// <param name="run">The run's folder.</param>
    public static IReadOnlyList<long> Numbers(string run)
    {
        string folder = Path.Combine(run, Folder);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, Prefix + "*.jsonl").Select(path => long.Parse(Path.GetFileNameWithoutExtension(path)[Prefix.Length..], CultureInfo.InvariantCulture)).Order()]
            : [];
    }

    /// <summary>Reads the answers of one.</summary>
    public static IReadOnlyList<RolloutLine> Read(string run, long number) =>
        [.. File.ReadLines(PathOf(run, number)).Select(line => JsonSerializer.Deserialize(line, RolloutLineJson.Default.RolloutLine)!)];

    /// <summary>Where one is written.</summary>
    internal static string PathOf(string run, long number) => Path.Combine(run, Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}.jsonl"));
}
