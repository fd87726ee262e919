using System.Security.Cryptography;
using System.Text;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Whole LLaVA models on disk, in the layout of llava-hf.</summary>
public static class LlavaCheckpoint
{
    private const int MostNamesInAMessage = 5;

    private static readonly string[] TokenizerFiles =
        ["tokenizer.model", "tokenizer_config.json", "tokenizer.json", "special_tokens_map.json", "added_tokens.json", "chat_template.json", "chat_template.jinja"];

    /// <summary>
    /// Loads a model. Weights that have the wanted type on the processor stay where the file is mapped: loading takes no
    /// second copy in memory, and pages come in when they are read.
    /// </summary>
    /// <param name="directory">Folder with config.json and the weights.</param>
    /// <param name="compute">Device and type of the activations.</param>
    /// <param name="weights">Type of the weights; none: as on disk.</param>
    /// <exception cref="CheckpointException">Something is missing, superfluous or of the wrong shape.</exception>
    public static LlavaModel Load(string directory, Placement compute, DType? weights = null)
    {
        LlavaConfig config = LlavaConfigJson.Read(Path.Combine(directory, "config.json"));
        using ShardedWeights files = ShardedWeights.Open(directory);
        Dictionary<string, string> names = OurNames(files);
        RequireExactly(directory, config, files, names);
        using var mode = GradientMode.Off();
        return new LlavaModel(config, (name, _, _) => Place(files.Read(names[name]), compute.Device, weights), compute);
    }

    /// <summary>Writes a model with everything that transformers needs to load it.</summary>
    /// <param name="model">The model; adapters are not written.</param>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="tokenizerFrom">Folder whose tokenizer files are copied byte for byte; none: no tokenizer.</param>
    /// <param name="maxShardLength">Most bytes of one file.</param>
    public static void Save(LlavaModel model, string directory, string? tokenizerFrom = null, long maxShardLength = ShardedWriter.DefaultShardLength)
    {
        if (model.Config.Projector != ProjectorKind.Mlp2xGelu)
        {
            throw new CheckpointException("The llava-hf layout has no place for a linear projector, so this model can't be written in it.");
        }

        Directory.CreateDirectory(directory);
        ShardedWriter.Write(directory, [.. model.Parameters.Select(parameter => new NamedTensor(NameMap.ToHuggingFace(parameter.Name), parameter.Value))], maxShardLength);
        foreach ((string file, string text) in LlavaConfigWriter.Files(model.Config, model.Parameters[0].Value.DType))
        {
            AtomicFile.WriteText(Path.Combine(directory, file), text);
        }

        foreach (string file in tokenizerFrom is null ? [] : TokenizerFiles.Where(file => File.Exists(Path.Combine(tokenizerFrom, file))))
        {
            AtomicFile.Write(Path.Combine(directory, file), stream => stream.Write(File.ReadAllBytes(Path.Combine(tokenizerFrom!, file))));
        }
    }

    /// <summary>A fingerprint of a checkpoint's content: SHA-256 over config.json and every weight's bytes, by name.</summary>
    public static string Hash(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(Path.Combine(directory, "config.json")));
        using ShardedWeights files = ShardedWeights.Open(directory);
        foreach (string name in files.Tensors.Keys.Order(StringComparer.Ordinal))
        {
            using var scope = new TensorScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {files.Tensors[name]}"));
            Append(hash, files.Read(name).Bytes());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static unsafe void Append(IncrementalHash hash, Memory bytes)
    {
        const int chunk = 1 << 26;
        for (long done = 0; done < bytes.Length; done += chunk)
        {
            hash.AppendData(new ReadOnlySpan<byte>((byte*)bytes.Address + done, (int)Math.Min(chunk, bytes.Length - done)));
        }
    }

    private static Tensor Place(Tensor value, Device device, DType? weights) =>
        value.To(new Placement(device, weights is { } type && value.DType.IsFloating() ? type : value.DType));

    private static Dictionary<string, string> OurNames(ShardedWeights files)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in files.Tensors.Keys)
        {
            if (NameMap.ToOurs(name) is { } ours)
            {
                names[ours] = name;
            }
        }

        return names;
    }

    private static void RequireExactly(string directory, LlavaConfig config, ShardedWeights files, Dictionary<string, string> names)
    {
        Dictionary<string, long[]> needed = Shapes(config);
        string[] missing = [.. needed.Keys.Where(name => !names.ContainsKey(name))];
        string[] misshapen = [.. needed
            .Where(entry => names.TryGetValue(entry.Key, out string? name) && !files.Tensors[name].Shape.AsSpan().SequenceEqual(entry.Value))
            .Select(entry => $"{entry.Key} is {files.Tensors[names[entry.Key]]} instead of [{string.Join(", ", entry.Value)}]")];
        string[] unexpected = [.. names.Keys.Where(name => !needed.ContainsKey(name) && !IsUnusedVisionLayer(name, config))];
        string problems = string.Join("; ", new[] { Listed("missing", missing), Listed("wrong shape", misshapen), Listed("unexpected", unexpected) }.OfType<string>());
        if (problems.Length > 0)
        {
            throw new CheckpointException($"The weights in {directory} don't fit its config.json. {problems}.");
        }
    }

    private static string? Listed(string title, string[] names) => names.Length == 0
        ? null
        : $"{title} ({names.Length}): {string.Join(", ", names.Take(MostNamesInAMessage))}{(names.Length > MostNamesInAMessage ? ", …" : string.Empty)}";

    /// <summary>Blocks behind the selected layer are in the files but not in the model.</summary>
    private static bool IsUnusedVisionLayer(string name, LlavaConfig config)
    {
        const string prefix = "vision_tower.vision_model.encoder.layers.";
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(prefix.Length, Math.Max(name.IndexOf('.', prefix.Length) - prefix.Length, 0)), out int layer)
            && layer >= config.VisionLayersUsed && layer < config.Vision.Layers;
    }

    /// <summary>Names and shapes that a model of these sizes has, found by making one of empty stand-ins.</summary>
    private static Dictionary<string, long[]> Shapes(LlavaConfig config)
    {
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        using var scope = new TensorScope();
        Tensor nothing = TensorScope.Release(Tensor.Empty(Placement.CpuFloat, 1, 1));
        var builder = new ParameterBuilder((name, shape, _) =>
        {
            shapes.Add(name, shape);
            return nothing;
        });
        LlavaModel.Register(builder, config);
        nothing.Dispose();
        return shapes;
    }
}
