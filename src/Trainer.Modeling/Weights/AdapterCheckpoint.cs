using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Adapters;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Low-rank adapters on disk in PEFT's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public static class AdapterCheckpoint
{
    /// <summary>Name of the file of weights.</summary>
    public const string WeightsFile = "adapter_model.safetensors";

    private const string ConfigFile = "adapter_config.json";
    private const string PeftPrefix = "base_model.model.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Features of PEFT that would change the maths, and that this framework does not have.</summary>
    private static readonly string[] Unsupported = ["use_dora", "layer_replication", "target_parameters", "use_qalora", "rank_pattern", "alpha_pattern"];

    /// <summary>Writes an adapter.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="baseModel">Name or path of the base model, for whoever loads it.</param>
    public static void Save(LoraAdapter adapter, string directory, string baseModel)
    {
        Directory.CreateDirectory(directory);
        AtomicFile.WriteText(Path.Combine(directory, ConfigFile), Config(adapter, baseModel).ToJsonString(Indented));
        SafetensorsWriter.Write(Path.Combine(directory, WeightsFile), WeightsOf(adapter));
    }

    /// <summary>An adapter's weights under PEFT's names.</summary>
    public static IEnumerable<NamedTensor> WeightsOf(LoraAdapter adapter) =>
        adapter.Parameters.Select(parameter => new NamedTensor($"{PeftPrefix}{NameMap.ToHuggingFace(parameter.Name)}", parameter.Value));

    /// <summary>Reads an adapter and adds it to a backbone's.</summary>
    /// <exception cref="CheckpointException">A file is missing or broken, or the adapter does not fit the model.</exception>
    public static LoraAdapter Load(AdapterSet adapters, string name, string directory)
    {
        LoraOptions options = ReadOptions(Path.Combine(directory, ConfigFile));
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(directory, WeightsFile));
        Dictionary<string, string> names = file.Tensors.Keys.ToDictionary(OurName, peft => peft, StringComparer.Ordinal);
        LoraAdapter adapter = Add(adapters, name, options, (ours, shape, _) => ReadWeight(directory, file, names, ours, shape));
        return names.Count == 0
            ? adapter
            : throw new CheckpointException($"{directory} holds weights that no layer of this model takes, such as {names.Values.First()}.");
    }

    private static LoraAdapter Add(AdapterSet adapters, string name, LoraOptions options, ParameterSource source)
    {
        try
        {
            return adapters.Add(name, options, source);
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException($"The adapter does not fit this model. {error.Message}", error);
        }
    }

    private static Tensor ReadWeight(string directory, SafetensorsFile file, Dictionary<string, string> names, string ours, long[] shape)
    {
        if (!names.Remove(ours, out string? peft))
        {
            throw new CheckpointException($"{directory} lacks the weight {ours}, which its target_modules promise.");
        }

        return file.Tensors[peft].Shape.AsSpan().SequenceEqual(shape)
            ? file.Read(peft).To(DType.Float32).Clone()
            : throw new CheckpointException($"{directory}: {peft} is {file.Tensors[peft]}, but the model needs [{string.Join(", ", shape)}].");
    }

    private static string OurName(string peft)
    {
        string name = peft.StartsWith(PeftPrefix, StringComparison.Ordinal) ? peft[PeftPrefix.Length..] : peft;
        return NameMap.ToOurs(name) ?? name;
    }

    private static LoraOptions ReadOptions(string path)
    {
        try
        {
            var json = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
            if (Array.Find(Unsupported, key => IsSet(json[key])) is { } feature)
            {
                throw new CheckpointException($"{path} asks for {feature}, which changes the adapter's arithmetic and is not supported.");
            }

            return new LoraOptions
            {
                Rank = (int)(json["r"] ?? 8),
                Alpha = (double)(json["lora_alpha"] ?? 8),
                Dropout = (double)(json["lora_dropout"] ?? 0.0),
                RankStabilised = (bool)(json["use_rslora"] ?? false),
                TargetModules = json["target_modules"] is JsonArray list ? [.. list.Select(node => (string)node!)] : [LoraOptions.AllLinear],
            };
        }
        catch (Exception error) when (error is IOException or JsonException or InvalidOperationException or FormatException or InvalidCastException or NullReferenceException)
        {
            throw new CheckpointException($"{path} is not an adapter's config: {error.Message}", error);
        }
    }

    private static bool IsSet(JsonNode? node) => node switch
    {
        null => false,
        JsonArray array => array.Count > 0,
        JsonObject json => json.Count > 0,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => true,
    };

    /// <summary>Exactly the keys that every version of PEFT reads, in order: some versions refuse any other.</summary>
    private static JsonObject Config(LoraAdapter adapter, string baseModel)
    {
        var json = new JsonObject
        {
            ["auto_mapping"] = null,
            ["base_model_name_or_path"] = baseModel,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["init_lora_weights"] = true,
            ["layers_pattern"] = null,
            ["layers_to_transform"] = null,
            ["lora_alpha"] = adapter.Options.Alpha,
            ["lora_dropout"] = adapter.Options.Dropout,
            ["modules_to_save"] = null,
            ["peft_type"] = "LORA",
            ["r"] = adapter.Options.Rank,
            ["revision"] = null,
            ["target_modules"] = new JsonArray([.. Modules(adapter).Select(module => JsonValue.Create(module))]),
            ["task_type"] = "CAUSAL_LM",
        };
        if (adapter.Options.RankStabilised)
        {
            json["use_rslora"] = true;
        }

        return json;
    }

    /// <summary>Last parts of the adapted modules' paths: <c>all-linear</c> means different things to different versions.</summary>
    private static IEnumerable<string> Modules(LoraAdapter adapter) =>
        adapter.Parameters.Select(parameter => parameter.Name.Split('.')[^3]).Distinct().Order(StringComparer.Ordinal);
}
