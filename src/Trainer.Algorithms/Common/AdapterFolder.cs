using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Common;

/// <summary>
/// A folder with a low-rank adapter in PEFT's layout, and beside it those of the base model's weights that were trained too,
/// such as the projector's.
/// </summary>
public static class AdapterFolder
{
    private const string ConfigFile = "adapter_config.json";

    /// <summary>The base model that a folder's adapter belongs to; null when the folder holds no adapter.</summary>
    /// <exception cref="CheckpointException">The adapter doesn't say, or it isn't here.</exception>
    public static string? BaseOf(string directory)
    {
        string path = Path.Combine(directory, ConfigFile);
        if (!File.Exists(path))
        {
            return null;
        }

        string basePath = ReadBase(path);
        return Directory.Exists(basePath)
            ? basePath
            : throw new CheckpointException($"{path} names the base model {basePath}, but there is no such folder here. Correct base_model_name_or_path, or name the base with 'trainer assemble --base … --adapter …'.");
    }

    /// <summary>Adds the adapter to its base model and lets it take part.</summary>
    public static void Load(LlavaModel network, string directory)
    {
        AdapterCheckpoint.Load(network.Adapters, TrainableModel.PolicyAdapter, directory);
        network.Adapters.Activate(TrainableModel.PolicyAdapter);
        BesideAdapter.Load(network, directory);
    }

    private static string ReadBase(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path))!["base_model_name_or_path"]!.GetValue<string>();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new CheckpointException($"{path} doesn't name its base model in base_model_name_or_path.", error);
        }
    }
}
