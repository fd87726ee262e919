using System.Runtime.InteropServices;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>
/// A table of reference log-probabilities on disk: safetensors with <c>keys</c>, Int64 [pairs, 2], and <c>scores</c>, Float32 [pairs, 3];
/// its metadata say what the figures were computed with.
/// </summary>
public static class ReferenceFile
{
    private const string Keys = "keys";
    private const string Scores = "scores";
    private const int Columns = 3;

    /// <summary>Writes a table.</summary>
    /// <param name="path">Where it will appear.</param>
    /// <param name="table">The figures.</param>
    /// <param name="fingerprint">What they were computed with.</param>
    public static void Write(string path, ReferenceTable table, IReadOnlyDictionary<string, string> fingerprint)
    {
        using var scope = new TensorScope();
        KeyValuePair<UInt128, ReferenceEntry>[] rows = [.. table.Entries];
        long[] keys = [.. rows.SelectMany(row => new[] { (long)(ulong)row.Key, (long)(ulong)(row.Key >> 64) })];
        float[] scores = [.. rows.SelectMany(row => new[] { row.Value.Chosen, row.Value.Rejected, row.Value.WeakChosen })];
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        SafetensorsWriter.Write(
            path, [new NamedTensor(Keys, Tensor.From(keys, rows.Length, 2)), new NamedTensor(Scores, Tensor.From(scores, rows.Length, Columns))], fingerprint);
    }

    /// <summary>Reads a table that was computed with exactly what is given.</summary>
    /// <exception cref="CheckpointException">The file is missing, broken, or was computed with something else; the message names it.</exception>
    public static ReferenceTable Read(string path, IReadOnlyDictionary<string, string> fingerprint)
    {
        using var scope = new TensorScope();
        using SafetensorsFile file = SafetensorsFile.Open(path);
        RequireSame(path, file.Header.Metadata, fingerprint);
        ReadOnlySpan<UInt128> keys = MemoryMarshal.Cast<long, UInt128>(file.Read(Keys).ToArray<long>());
        float[][] scores = [.. file.Read(Scores).ToArray<float>().Chunk(Columns)];
        var table = new ReferenceTable();
        for (int row = 0; row < keys.Length; row++)
        {
            table.Add(keys[row], new ReferenceEntry(scores[row][0], scores[row][1], scores[row][2]));
        }

        return table;
    }

    /// <summary>Whether a file is there that was computed with exactly what is given.</summary>
    public static bool IsCurrent(string path, IReadOnlyDictionary<string, string> fingerprint)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using SafetensorsFile file = SafetensorsFile.Open(path);
        return !Differences(file.Header.Metadata, fingerprint).Any();
    }

    private static void RequireSame(string path, IReadOnlyDictionary<string, string> found, IReadOnlyDictionary<string, string> expected)
    {
        string[] differing = [.. Differences(found, expected)];
        if (differing.Length > 0)
        {
            throw new CheckpointException(
                $"{path} is stale: it was computed with other settings than this recipe's ({string.Join("; ", differing)}). "
                + "Compute it again with 'trainer data reference-logprobs', or name another file in dpo.precomputed_reference.");
        }
    }

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> found, IReadOnlyDictionary<string, string> expected) =>
        from entry in expected
        let other = found.GetValueOrDefault(entry.Key, "nothing")
        where other != entry.Value
        select $"{entry.Key}: {other}, now {entry.Value}";
}
