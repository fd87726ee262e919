using System.Security.Cryptography;
using System.Text;

namespace Trainer.Cli.Evaluations;

/// <summary>
/// Where a model's answers are kept, so that an interrupted evaluation goes on and a finished one is scored without asking again.
/// The name holds a fingerprint of settings and annotations: answers of another model are never taken for this one's.
/// </summary>
internal static class AnswerFolder
{
    private const int FingerprintLength = 12;

    /// <summary>Folders of the data that questions and truths come from.</summary>
    private static readonly string[] Annotated = ["annotations", "pope", "aokvqa"];

    internal static string For(AnswerSettings settings, string data)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.Model.Name)));
        return Path.Combine("runs", "eval", $"{name}-{Fingerprint(settings, data)}");
    }

    private static string Fingerprint(AnswerSettings settings, string data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AnswerSettings nameless = settings with { Model = settings.Model with { Name = "" } };
        hash.AppendData(Encoding.UTF8.GetBytes(nameless.ToJson().ToJsonString()));
        foreach (string path in Annotated.SelectMany(folder => Files(Path.Combine(data, folder))).Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..FingerprintLength];
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json*") : [];
}
