using System.Text.Json.Nodes;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Low-rank adapters on disk in PEFT's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>; <c>adapter_model.bin</c> is read too.</summary>
public static class AdapterCheckpoint
{
    /// <summary>Name of the file of weights.</summary>
    public const string WeightsFile = "adapter_model.safetensors";

    private const string TorchWeightsFile = "adapter_model.bin";
    private const string ConfigFile = "adapter_config.json";
    private const string PeftPrefix = "base_model.model.";
    private const string Down = ".lora_A.weight";
    private const string Up = ".lora_B.weight";

    /// <summary>Where LLaVA-RLHF's runs put adapters within a folder that one may name.</summary>
    private static readonly string[] Places = ["", "adapter_model", "lora_default", "adapter_model/lora_default", "adapter_model/lora_policy"];

    /// <summary>Writes an adapter.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="baseModel">Name or path of the base model, for whoever loads it.</param>
    /// <param name="layout">Whose names modules have: those of the model that the adapter will be put on.</param>
    public static void Save(LoraAdapter adapter, string directory, string baseModel, CheckpointLayout layout = CheckpointLayout.HuggingFace)
    {
        Directory.CreateDirectory(directory);
        AtomicFile.WriteText(Path.Combine(directory, ConfigFile), AdapterConfigJson.Text(adapter, baseModel, layout));
        SafetensorsWriter.Write(Path.Combine(directory, WeightsFile), WeightsOf(adapter, layout));
    }

    /// <summary>An adapter's weights under PEFT's names.</summary>
    public static IEnumerable<NamedTensor> WeightsOf(LoraAdapter adapter, CheckpointLayout layout = CheckpointLayout.HuggingFace) =>
        adapter.Parameters.Select(parameter => new NamedTensor($"{PeftPrefix}{NameMap.ToLayout(parameter.Name, layout)}", parameter.Value));

    /// <summary>The folder of an adapter: the one that is named, or the one within it where LLaVA-RLHF's runs leave theirs; null where none is.</summary>
    public static string? Find(string directory) =>
        Places.Select(place => Path.Combine(directory, place)).FirstOrDefault(folder => File.Exists(Path.Combine(folder, ConfigFile)));

    /// <summary>An adapter's shape, without its weights; where even their names are missing, for the modules that its settings list.</summary>
    /// <exception cref="CheckpointException">The file is missing or broken.</exception>
    public static LoraOptions ReadOptions(string directory)
    {
        string folder = Find(directory) ?? directory;
        AdapterConfig config = AdapterConfigJson.Read(Path.Combine(folder, ConfigFile));
        if (File.Exists(Path.Combine(folder, WeightsFile)) || File.Exists(Path.Combine(folder, TorchWeightsFile)))
        {
            using IWeightSource file = OpenWeights(folder);
            return config.For(Modules(ByOurName(folder, file)));
        }

        return config.Targets is JsonArray list ? config.Options with { TargetModules = [.. list.Select(entry => entry?.ToString() ?? string.Empty)] } : config.Options;
    }

    /// <summary>Reads an adapter and adds it to a backbone's.</summary>
    /// <exception cref="CheckpointException">A file is missing or broken, or the adapter does not fit the model.</exception>
    public static LoraAdapter Load(AdapterSet adapters, string name, string directory)
    {
        string folder = Find(directory) ?? directory;
        AdapterConfig config = AdapterConfigJson.Read(Path.Combine(folder, ConfigFile));
        using IWeightSource file = OpenWeights(folder);
        Dictionary<string, TensorInfo> weights = ByOurName(folder, file);
        try
        {
            return adapters.Add(name, config.For(Modules(weights)), (ours, shape, _) => ReadWeight(folder, file, weights, ours, shape).To(adapters.Device));
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException($"The adapter in {folder} does not fit this model. {error.Message}", error);
        }
    }

    private static IWeightSource OpenWeights(string directory)
    {
        string torch = Path.Combine(directory, TorchWeightsFile);
        string safetensors = Path.Combine(directory, WeightsFile);
        return WeightFile.Open(File.Exists(torch) && !File.Exists(safetensors) ? torch : safetensors);
    }

    private static Dictionary<string, TensorInfo> ByOurName(string directory, IWeightSource file)
    {
        var weights = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        foreach (TensorInfo info in file.Tensors.Values)
        {
            string ours = OurName(info.Name);
            bool isHalf = ours.EndsWith(Down, StringComparison.Ordinal) || ours.EndsWith(Up, StringComparison.Ordinal);
            if (!isHalf || !weights.TryAdd(ours, info))
            {
                throw new CheckpointException($"{directory}: '{info.Name}' {(isHalf ? "appears under two names" : "is not a low-rank weight, which all of an adapter's should be")}.");
            }
        }

        return weights;
    }

    private static Tensor ReadWeight(string directory, IWeightSource file, Dictionary<string, TensorInfo> weights, string ours, long[] shape)
    {
        if (!weights.TryGetValue(ours, out TensorInfo? info))
        {
            throw new CheckpointException($"{directory} lacks the weight {ours}, the other half of one that it holds. Copy or download the adapter again.");
        }

        // An adapter is trained on: it takes a copy in full precision and leaves the file alone.
        return info.Shape.AsSpan().SequenceEqual(shape)
            ? file.Read(info.Name).To(DType.Float32).Clone()
            : throw new CheckpointException($"{directory}: {info.Name} is {info}, but the model needs [{string.Join(", ", shape)}].");
    }

    private static string[] Modules(Dictionary<string, TensorInfo> weights) => [.. weights.Keys.Select(ours => ours[..^Down.Length]).Distinct()];

    private static string OurName(string peft)
    {
        string name = peft.StartsWith(PeftPrefix, StringComparison.Ordinal) ? peft[PeftPrefix.Length..] : peft;
        return NameMap.ToOurs(name) ?? name;
    }
}
