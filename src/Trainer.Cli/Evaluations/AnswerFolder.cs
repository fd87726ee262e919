using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trainer.Algorithms.Common;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Evaluations;

/// <summary>
/// Where a model's answers are kept, so that an interrupted evaluation goes on and a finished one is scored without asking again.
/// The name holds a fingerprint of weights, annotations, template and decoding: answers of another model are never taken for this one's.
/// </summary>
internal static class AnswerFolder
{
    private const int FingerprintLength = 12;

    /// <summary>Folders of the data that questions and truths come from.</summary>
    private static readonly string[] Annotated = ["annotations", "pope", "aokvqa"];

    internal static string For(ModelEvaluationOptions options)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Model)));
        return Path.Combine("runs", "eval", $"{name}-{Fingerprint(options)}");
    }

    private static string Fingerprint(ModelEvaluationOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{LlavaCheckpoint.Hash(AdapterFolder.BaseOf(options.Model) ?? options.Model)} {options.Template} {JsonSerializer.Serialize(options.Decoding)} {options.Seed}{(options.OptionScores ? " option scores" : "")}"));
        IEnumerable<string> adapter = AdapterFolder.BaseOf(options.Model) is null ? [] : Directory.EnumerateFiles(options.Model).Where(path => Path.GetExtension(path) is ".safetensors" or ".bin");
        IEnumerable<string> annotations = Annotated.SelectMany(folder => Files(Path.Combine(options.Data, folder)));
        foreach (string path in adapter.Concat(annotations).Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..FingerprintLength];
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json*") : [];
}
