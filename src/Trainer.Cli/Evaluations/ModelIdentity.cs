using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Common;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Evaluations;

/// <summary>Which weights answer.</summary>
/// <param name="Name">Their folder, as it was named, or what else they are; tells people, and identifies nothing.</param>
/// <param name="Sha256">Of configuration and weights of the model, or of the adapter's base; null where they are still being trained.</param>
/// <param name="Adapter">SHA-256 of the adapter; null where there is none.</param>
internal sealed record ModelIdentity(string Name, string? Sha256, string? Adapter)
{
    private const string AdapterConfig = "adapter_config.json";

    /// <summary>Reads all weights of a model's folder, or of an adapter's and its base.</summary>
    internal static ModelIdentity Of(string folder) => AdapterFolder.BaseOf(folder) is { } basePath
        ? new ModelIdentity(folder, LlavaCheckpoint.Hash(basePath), HashOfAdapter(folder))
        : new ModelIdentity(folder, LlavaCheckpoint.Hash(folder), null);

    private static string HashOfAdapter(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        JsonObject config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, AdapterConfig)))!.AsObject();

        // Where the base lies is no part of the adapter.
        config.Remove("base_model_name_or_path");
        hash.AppendData(Encoding.UTF8.GetBytes(config.ToJsonString()));
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) is ".safetensors" or ".bin").Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
