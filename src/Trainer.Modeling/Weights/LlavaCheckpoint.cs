using System.Security.Cryptography;
using System.Text;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Whole LLaVA models on disk, in either layout.</summary>
public static class LlavaCheckpoint
{
    /// <summary>
    /// Loads a model. Weights that have the wanted type on the processor stay where the file is mapped: loading takes no
    /// second copy in memory, and pages come in when they are read.
    /// </summary>
    /// <param name="directory">Folder with config.json and the weights.</param>
    /// <param name="compute">Device and type of the activations.</param>
    /// <param name="weights">Type of the weights; none: as on disk.</param>
    /// <param name="deltaBase">Folder of the language model that the checkpoint is a difference to; none: it is whole.</param>
    /// <exception cref="CheckpointException">Something is missing, superfluous or of the wrong shape.</exception>
    public static LlavaModel Load(string directory, Placement compute, DType? weights = null, string? deltaBase = null)
    {
        using CheckpointFolder folder = CheckpointFolder.Open(directory);
        using var mode = GradientMode.Off();
        using DeltaBase? difference = deltaBase is null ? null : DeltaBase.Open(deltaBase);
        Tensor Read(string name) => difference is null ? folder.Read(name) : difference.Complete(name, folder.Read(name));
        return new LlavaModel(folder.Config, (name, _, _) => Place(Read(name), compute.Device, weights), compute);
    }

    /// <summary>Writes a model with everything that transformers needs to load it.</summary>
    /// <param name="model">The model; adapters are not written.</param>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="origin">
    /// Folder of the checkpoint that this one comes from: tokenizer files are copied byte for byte, and settings and parts of the
    /// tower that this framework has no use for are kept. None: neither.
    /// </param>
    /// <param name="maxShardLength">Most bytes of one file.</param>
    /// <param name="layout">How to write it; none: as <see cref="CheckpointLayouts.For"/> says.</param>
    /// <exception cref="CheckpointException">The layout can't hold the model.</exception>
    public static void Save(
        LlavaModel model, string directory, string? origin = null, long maxShardLength = ShardedWriter.DefaultShardLength, CheckpointLayout? layout = null)
    {
        CheckpointLayout chosen = layout ?? CheckpointLayouts.For(model.Config);
        DType type = model.Parameters[0].Value.DType;
        IReadOnlyDictionary<string, string> settings = LlavaConfigWriter.Files(model.Config, type, origin, chosen);
        Directory.CreateDirectory(directory);
        using (CheckpointFolder? source = origin is not null && CheckpointFolder.IsIn(origin) ? CheckpointFolder.Open(origin) : null)
        {
            IEnumerable<NamedTensor> unused = UnusedTower.Weights(model.Config, type, source)
                .Select(weight => weight with { Name = NameMap.ToLayout(weight.Name, chosen) });
            ShardedWriter.Write(directory, [.. WeightsOf(model, chosen), .. unused], maxShardLength);
        }

        WriteSettings(directory, settings);
        if (origin is not null)
        {
            TokenizerFiles.Copy(origin, directory);
        }
    }

    /// <summary>A model's weights under the names that <see cref="Save"/> gives them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layout">How they are written; none: as <see cref="CheckpointLayouts.For"/> says.</param>
    public static IEnumerable<NamedTensor> WeightsOf(LlavaModel model, CheckpointLayout? layout = null)
    {
        CheckpointLayout chosen = layout ?? CheckpointLayouts.For(model.Config);
        int rows = CheckpointLayouts.Adapt(model.Config, chosen).Text.VocabularySize;
        return model.Parameters.Select(parameter =>
        {
            string name = NameMap.ToLayout(parameter.Name, chosen);
            return parameter.Name is "model.embed_tokens.weight" or "lm_head.weight"
                ? new NamedTensor(name, parameter.Value.DType, [rows, parameter.Value.Size(1)], () => parameter.Value.Narrow(0, 0, rows))
                : new NamedTensor(name, parameter.Value);
        });
    }

    /// <summary>A fingerprint of a checkpoint's content: SHA-256 over config.json and every weight's bytes, by name.</summary>
    public static string Hash(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(Path.Combine(directory, "config.json")));
        using CheckpointFolder folder = CheckpointFolder.Open(directory);
        foreach (string name in folder.Tensors.Keys.Order(StringComparer.Ordinal))
        {
            using var scope = new TensorScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {folder.Tensors[name]}"));
            Append(hash, folder.Read(name).Bytes());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static void WriteSettings(string directory, IReadOnlyDictionary<string, string> files)
    {
        foreach ((string file, string text) in files)
        {
            string path = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.WriteText(path, text);
        }
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
}
