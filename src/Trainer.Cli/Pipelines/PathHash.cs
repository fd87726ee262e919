using System.Security.Cryptography;
using System.Text;

namespace Trainer.Cli.Pipelines;

/// <summary>Fingerprints of what lies on the disk.</summary>
internal static class PathHash
{
    /// <summary>SHA-256 of a file, or of a folder's names and files; null where there is neither.</summary>
    internal static string? Of(string path) =>
        File.Exists(path) ? OfFile(path) : Directory.Exists(path) ? OfFolder(path) : null;

    /// <summary>SHA-256 of text.</summary>
    internal static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string OfFolder(string path) => OfText(string.Concat(
        Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(path, file)}\n{OfFile(file)}\n")));
}
