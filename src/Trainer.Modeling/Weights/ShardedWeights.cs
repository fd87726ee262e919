using System.Text.Json;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>The weights of a folder: one safetensors file, or several behind an index.</summary>
public sealed class ShardedWeights : IWeightSource
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const long MaxIndexLength = 64 << 20;

    private readonly Dictionary<string, SafetensorsFile> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    private ShardedWeights()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Whether a folder has weights to open.</summary>
    public static bool AreIn(string directory) => File.Exists(Path.Combine(directory, Single)) || File.Exists(Path.Combine(directory, Index));

    /// <summary>Opens <c>model.safetensors</c>, or the shards of <c>model.safetensors.index.json</c>.</summary>
    /// <exception cref="CheckpointException">Neither is there, or the index and its shards disagree.</exception>
    public static ShardedWeights Open(string directory)
    {
        var weights = new ShardedWeights();
        if (File.Exists(Path.Combine(directory, Single)))
        {
            weights.Add(SafetensorsFile.Open(Path.Combine(directory, Single)), null);
            return weights;
        }

        string index = Path.Combine(directory, Index);
        if (!File.Exists(index))
        {
            throw new CheckpointException(
                $"{directory} holds neither {Single} nor {Index}. Point model_name_or_path to the folder of a checkpoint in safetensors format.");
        }

        foreach (IGrouping<string, string> shard in ReadIndex(index).GroupBy(entry => entry.Value, entry => entry.Key))
        {
            weights.Add(OpenShard(directory, index, shard.Key), [.. shard]);
        }

        return weights;
    }

    /// <inheritdoc/>
    public Tensor Read(string name) => owners.TryGetValue(name, out SafetensorsFile? file)
        ? file.Read(name)
        : throw new CheckpointException($"The checkpoint has no tensor '{name}'.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafetensorsFile file in owners.Values.Distinct())
        {
            file.Dispose();
        }
    }

    private static SafetensorsFile OpenShard(string directory, string index, string file)
    {
        if (file.Length == 0 || file.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 || file is "." or "..")
        {
            throw new CheckpointException($"{index} names the shard '{file}', which is not a plain file name. Don't trust this checkpoint.");
        }

        return SafetensorsFile.Open(Path.Combine(directory, file));
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxIndexLength)
            {
                throw new CheckpointException($"{path} is larger than {MaxIndexLength} bytes, which no index is.");
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                map.Add(entry.Name, entry.Value.GetString() ?? throw new FormatException($"'{entry.Name}' names no file"));
            }

            return map;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new CheckpointException($"{path} is not an index with a weight_map of names and files: {error.Message}", error);
        }
    }

    private void Add(SafetensorsFile file, string[]? names)
    {
        foreach (string name in names ?? [.. file.Tensors.Keys])
        {
            if (!file.Tensors.TryGetValue(name, out TensorInfo? info))
            {
                throw new CheckpointException($"The index promises tensor '{name}', but its shard does not hold it. Copy or download the shards again.");
            }

            tensors[name] = info;
            owners[name] = file;
        }
    }
}
