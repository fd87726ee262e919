using System.Security.Cryptography;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>The files that a benchmark was read from. Their hashes are kept with its scores, since versions of one name differ.</summary>
public sealed class BenchmarkFiles
{
    private readonly SortedSet<string> paths = new(StringComparer.Ordinal);

    /// <summary>Remembers a file.</summary>
    /// <returns>Its path.</returns>
    internal string Add(string path)
    {
        paths.Add(path);
        return path;
    }

    /// <summary>SHA-256 of each file, by its path within a folder.</summary>
    public IReadOnlyDictionary<string, string> Sha256(string folder) =>
        paths.ToDictionary(path => Path.GetRelativePath(folder, path), path => Convert.ToHexStringLower(Hash(path)));

    private static byte[] Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
