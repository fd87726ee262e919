using System.Text.Json;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>The weights of a folder: one file of safetensors or, where there is none, of torch's; or several behind an index.</summary>
public sealed class ShardedWeights : IWeightSource
{
    private const long MaxIndexLength = 64 << 20;

    /// <summary>In the order that transformers looks for them.</summary>
    private static readonly string[] Names = ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    private readonly Dictionary<string, IWeightSource> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    private ShardedWeights()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Whether a folder has weights to open.</summary>
    public static bool AreIn(string directory) => Find(directory) is not null;

    /// <summary>Opens <c>model.safetensors</c>, the shards of its index, <c>pytorch_model.bin</c>, or the shards of that one's index.</summary>
    /// <exception cref="CheckpointException">None is there, or the index and its shards disagree.</exception>
    public static ShardedWeights Open(string directory)
    {
        string path = Find(directory) ?? throw new CheckpointException(
            $"{directory} holds none of {string.Join(", ", Names)}. Point model_name_or_path to the folder of a checkpoint in safetensors or torch format.");
        var weights = new ShardedWeights();
        if (!path.EndsWith(".json", StringComparison.Ordinal))
        {
            weights.Add(WeightFile.Open(path), null);
            return weights;
        }

        foreach (IGrouping<string, string> shard in ReadIndex(path).GroupBy(entry => entry.Value, entry => entry.Key))
        {
            weights.Add(OpenShard(directory, path, shard.Key), [.. shard]);
        }

        return weights;
    }

    /// <inheritdoc/>
    public Tensor Read(string name) => owners.TryGetValue(name, out IWeightSource? file)
        ? file.Read(name)
        : throw new CheckpointException($"The checkpoint has no tensor '{name}'.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IWeightSource file in owners.Values.Distinct())
        {
            file.Dispose();
        }
    }

    private static string? Find(string directory) => Names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    private static IWeightSource OpenShard(string directory, string index, string file)
    {
        if (file.Length == 0 || file.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 || file is "." or "..")
        {
            throw new CheckpointException($"{index} names the shard '{file}', which is not a plain file name. Don't trust this checkpoint.");
        }

        return WeightFile.Open(Path.Combine(directory, file));
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

    private void Add(IWeightSource file, string[]? names)
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
