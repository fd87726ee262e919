using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Weights;

/// <summary>PEFT's <c>adapter_config.json</c>.</summary>
internal static class AdapterConfigJson
{
    private const int LargestRank = 1 << 16;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Features that would change the arithmetic, and that this framework does not have.</summary>
    private static readonly string[] Unsupported =
    [
        "use_dora", "layer_replication", "target_parameters", "use_qalora", "alora_invocation_tokens",
        "kasa_config", "velora_config", "monteclora_config", "use_bdlora", "arrow_config", "modules_to_save", "lora_bias", "fan_in_fan_out",
    ];

    /// <summary>Initialisations that left the base as it was; others changed it, and the adapter fits only the changed one.</summary>
    private static readonly string[] HarmlessInitializations = ["true", "false", "\"gaussian\"", "\"orthogonal\"", "\"eva\""];

    /// <summary>Reads and checks a file. Which modules are adapted follows from the weights; the file must take them in.</summary>
    internal static AdapterConfig Read(string path)
    {
        JsonObject json = ConfigFile.Read(path);
        var reader = new ConfigReader(path, json);
        if (!reader.Has("peft_type"))
        {
            throw reader.Wrong("peft_type", "LORA");
        }

        reader.Choice("peft_type", "LORA", "LORA");
        reader.Choice("bias", "none", "none");
        if (Array.Find(Unsupported, key => IsSet(json[key])) is { } feature)
        {
            throw reader.Wrong(feature, "absent: it changes the adapter's arithmetic and is not supported");
        }

        if (json["init_lora_weights"] is { } initialization && !HarmlessInitializations.Contains(initialization.ToJsonString()))
        {
            throw reader.Wrong("init_lora_weights", "true: this adapter fits a base that was changed with it. Convert it with PEFT first");
        }

        return new AdapterConfig
        {
            Path = path,
            Options = new LoraOptions
            {
                Rank = reader.Size("r", 8, LargestRank),
                Alpha = reader.Real("lora_alpha", 8),
                Dropout = reader.Share("lora_dropout", 0),
                RankStabilised = reader.Flag("use_rslora", false),
            },
            Targets = json["target_modules"],
            Excluded = json["exclude_modules"],
            RankPattern = Pattern(json, "rank_pattern", reader, (values, key) => values.Size(key, 0, LargestRank)),
            AlphaPattern = Pattern(json, "alpha_pattern", reader, (values, key) => values.Real(key, 0)),
        };
    }

    /// <summary>Exactly the keys that every version of PEFT reads, in order: some versions refuse any other.</summary>
    internal static string Text(LoraAdapter adapter, string baseModel, CheckpointLayout layout)
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
            ["target_modules"] = Targets(adapter, layout),
            ["task_type"] = "CAUSAL_LM",
        };
        if (adapter.Options.RankStabilised)
        {
            json["use_rslora"] = true;
        }

        AddPattern(json, "rank_pattern", adapter.Options.Ranks);
        AddPattern(json, "alpha_pattern", adapter.Options.Alphas);

        return json.ToJsonString(Indented);
    }

    /// <summary>
    /// Hugging Face's models have the vision tower within them, and a list of last names would take in its projections as well: a pattern
    /// does not. The llava package attaches its tower later, and reads a list.
    /// </summary>
    private static JsonNode Targets(LoraAdapter adapter, CheckpointLayout layout)
    {
        string[] modules = [.. adapter.Parameters.Select(parameter => parameter.Name.Split('.')[^3]).Distinct().Order(StringComparer.Ordinal)];
        return layout == CheckpointLayout.Llava
            ? new JsonArray([.. modules.Select(module => (JsonNode)module)])
            : JsonValue.Create($@".*language_model.*\.({string.Join('|', modules)})");
    }

    private static Dictionary<string, T> Pattern<T>(JsonObject json, string key, ConfigReader reader, Func<ConfigReader, string, T> read)
    {
        ConfigReader values = reader.Nested(key);
        return json[key] is JsonObject patterns ? patterns.ToDictionary(entry => entry.Key, entry => read(values, entry.Key)) : [];
    }

    /// <summary>Paths without their first part, which is the same in every layout's spelling; points are no wildcards.</summary>
    private static void AddPattern<T>(JsonObject json, string key, IReadOnlyDictionary<string, T> values)
    {
        if (values.Count > 0)
        {
            json[key] = new JsonObject(values.Select(entry => KeyValuePair.Create(
                entry.Key[(entry.Key.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace(".", @"\.", StringComparison.Ordinal), (JsonNode?)JsonValue.Create(entry.Value))));
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
}
