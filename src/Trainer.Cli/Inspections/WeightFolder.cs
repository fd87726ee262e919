using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Inspections;

/// <summary>The files of weights that a path names: itself, or those in a folder.</summary>
internal sealed class WeightFolder : IDisposable
{
    private WeightFolder(string path, IReadOnlyList<InspectedFile> files)
    {
        Path = path;
        Files = files;
    }

    /// <summary>What was asked for.</summary>
    internal string Path { get; }

    /// <summary>Its files by name.</summary>
    internal IReadOnlyList<InspectedFile> Files { get; }

    /// <summary>What the folder's config.json says, in few lines; none where there is none.</summary>
    internal IReadOnlyList<string> Settings => File.Exists(System.IO.Path.Combine(Path, "config.json")) ? SettingsText.Of(Path) : [];

    /// <summary>The shape of the adapter in the folder, where there is one.</summary>
    internal LoraOptions? Adapter => File.Exists(System.IO.Path.Combine(Path, "adapter_config.json")) ? AdapterCheckpoint.ReadOptions(Path) : null;

    /// <summary>Opens what is there.</summary>
    /// <exception cref="CheckpointException">There is nothing, or a file is broken.</exception>
    internal static WeightFolder Open(string path)
    {
        string[] files = File.Exists(path) ? [path] : Directory.Exists(path) ? [.. Directory.GetFiles(path).Where(HoldsWeights).Order(StringComparer.Ordinal)] : [];
        return files.Length > 0 || (Directory.Exists(path) && Directory.GetFiles(path, "*config.json").Length > 0)
            ? new WeightFolder(path, [.. files.Select(file => new InspectedFile(System.IO.Path.GetFileName(file), WeightFile.Open(file)))])
            : throw new CheckpointException($"{path} is neither a file of weights nor a folder with any. Name a .safetensors, .bin or .gguf file, or a folder of them.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (InspectedFile file in Files)
        {
            file.Weights.Dispose();
        }
    }

    /// <summary>Other .bin files, such as a run's settings, are no weights and hold objects of programs.</summary>
    private static bool HoldsWeights(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        return System.IO.Path.GetExtension(name) is ".safetensors" or ".gguf"
            || name is "adapter_model.bin" or "mm_projector.bin" or "non_lora_trainables.bin"
            || (name.StartsWith("pytorch_model", StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal));
    }
}

/// <summary>An opened file of weights.</summary>
/// <param name="Name">Its name without a folder.</param>
/// <param name="Weights">Its tensors.</param>
internal sealed record InspectedFile(string Name, IWeightSource Weights)
{
    /// <summary>Its tensors, in the order of their names.</summary>
    internal IEnumerable<TensorInfo> Tensors => Weights.Tensors.Values.OrderBy(info => info.Name, StringComparer.Ordinal);

    /// <summary>Bytes of all elements.</summary>
    internal long Bytes => Weights.Tensors.Values.Sum(info => info.Length);
}
