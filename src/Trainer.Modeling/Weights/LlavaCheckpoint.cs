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

    /// <summary>
    /// Writes a model with everything that transformers or the llava package needs to load it. What it computes is what is written: an
    /// active adapter is merged in, in Float32, one weight in memory at a time.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="options">How; none: as it is, on its own.</param>
    /// <exception cref="CheckpointException">The layout can't hold the model.</exception>
    public static void Save(LlavaModel model, string directory, SaveOptions? options = null)
    {
        SaveOptions chosen = options ?? new SaveOptions();
        CheckpointLayout layout = chosen.Layout ?? CheckpointLayouts.For(model.Config);
        DType type = chosen.Type ?? model.Parameters[0].Value.DType;
        IReadOnlyDictionary<string, string> settings = LlavaConfigWriter.Files(model.Config, type, chosen.Origin, layout);
        Directory.CreateDirectory(directory);
        using (CheckpointFolder? source = chosen.Origin is { } folder && CheckpointFolder.IsIn(folder) ? CheckpointFolder.Open(folder) : null)
        {
            IEnumerable<NamedTensor> unused = UnusedTower.Weights(model.Config, type, source)
                .Select(weight => weight with { Name = NameMap.ToLayout(weight.Name, layout) });
            ShardedWriter.Write(directory, [.. WeightsOf(model, layout, chosen.Type), .. unused], chosen.MaxShardLength);
        }

        WriteSettings(directory, settings);
        if (chosen.Origin is { } origin)
        {
            TokenizerFiles.Write(origin, directory, model.Config, layout);
        }
    }

    /// <summary>A model's weights, an active adapter merged in, under the names that <see cref="Save"/> gives them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layout">How they are written; none: as <see cref="CheckpointLayouts.For"/> says.</param>
    /// <param name="type">Element type; none: each as it is.</param>
    public static IEnumerable<NamedTensor> WeightsOf(LlavaModel model, CheckpointLayout? layout = null, DType? type = null)
    {
        CheckpointLayout chosen = layout ?? CheckpointLayouts.For(model.Config);
        int rows = CheckpointLayouts.Adapt(model.Config, chosen).Text.VocabularySize;
        return model.Parameters.Select(parameter =>
        {
            long[] shape = TokenTable.Is(parameter.Name) ? [rows, parameter.Value.Size(1)] : parameter.Value.Shape;
            DType written = type ?? parameter.Value.DType;
            return new NamedTensor(NameMap.ToLayout(parameter.Name, chosen), written, shape, () => Value(model, parameter, shape[0]).To(written));
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

    private static Tensor Value(LlavaModel model, Parameter parameter, long rows)
    {
        using var mode = GradientMode.Off();
        Tensor value = model.Adapters.ValueOf(parameter);
        return TokenTable.Is(parameter.Name) ? TokenTable.WithRows(value, rows) : value;
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
