using System.Globalization;
using System.Text.Json;

namespace Trainer.Modeling.Weights;

/// <summary>Writes a checkpoint's weights into as many files as a limit asks for, with an index where there are several.</summary>
public static class ShardedWriter
{
    /// <summary>Bytes of data a shard may hold unless told otherwise.</summary>
    public const long DefaultShardLength = 5_000_000_000;

    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    /// <summary>
    /// Writes all tensors, in their order, into <paramref name="directory"/>. Weights of an earlier checkpoint there go once the
    /// new ones are whole: a reader would otherwise prefer an old single file to new shards.
    /// </summary>
    public static void Write(string directory, IReadOnlyList<NamedTensor> tensors, long maxShardLength = DefaultShardLength)
    {
        List<List<NamedTensor>> shards = Split(tensors, maxShardLength);
        string[] written = shards.Count == 1 ? WriteSingle(directory, shards[0]) : WriteShards(directory, shards);
        foreach (string old in Directory.EnumerateFiles(directory, "model*.safetensors*").Where(path => IsWeights(Path.GetFileName(path))))
        {
            if (!written.Contains(Path.GetFileName(old)))
            {
                File.Delete(old);
            }
        }
    }

    private static bool IsWeights(string file) =>
        file is Single or Index || (file.StartsWith("model-", StringComparison.Ordinal) && file.Contains("-of-", StringComparison.Ordinal));

    private static string[] WriteSingle(string directory, List<NamedTensor> tensors)
    {
        SafetensorsWriter.Write(Path.Combine(directory, Single), tensors);
        return [Single];
    }

    private static string[] WriteShards(string directory, List<List<NamedTensor>> shards)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < shards.Count; i++)
        {
            string file = string.Create(CultureInfo.InvariantCulture, $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors");
            SafetensorsWriter.Write(Path.Combine(directory, file), shards[i]);
            shards[i].ForEach(tensor => map.Add(tensor.Name, file));
        }

        WriteIndex(Path.Combine(directory, Index), shards.Sum(shard => shard.Sum(tensor => tensor.Length)), map);
        return [.. map.Values.Distinct(), Index];
    }

    private static List<List<NamedTensor>> Split(IReadOnlyList<NamedTensor> tensors, long limit)
    {
        List<List<NamedTensor>> shards = [[]];
        long length = 0;
        foreach (NamedTensor tensor in tensors)
        {
            if (length > 0 && length + tensor.Length > limit)
            {
                shards.Add([]);
                length = 0;
            }

            shards[^1].Add(tensor);
            length += tensor.Length;
        }

        return shards;
    }

    private static void WriteIndex(string path, long totalLength, SortedDictionary<string, string> map) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", totalLength);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((string name, string file) in map)
        {
            json.WriteString(name, file);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });
}
