using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Inspections;

/// <summary>A config.json in few lines.</summary>
internal static class SettingsText
{
    private static readonly string[] Sizes = ["num_hidden_layers", "hidden_size", "intermediate_size", "num_attention_heads", "vocab_size", "image_size", "patch_size", "torch_dtype"];

    /// <summary>A LLaVA's sizes, or of another model the keys that tell its sizes.</summary>
    /// <exception cref="CheckpointException">The file is broken, or a LLaVA's that can't be read.</exception>
    internal static string[] Of(string folder) => LlavaConfigJson.IsIn(folder)
        ? Describe(LlavaConfigJson.Read(Path.Combine(folder, "config.json")))
        : [Describe((JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!)];

    private static string[] Describe(LlavaConfig config)
    {
        LlamaConfig text = config.Text;
        ClipVisionConfig vision = config.Vision;
        return
        [
            $"LLaVA in {(config.VisionTowerPath is { } tower ? $"the llava package's layout, tower {tower}" : "transformers' layout")}",
            $"language model: {text.Layers} layers of {text.HiddenSize}, {text.IntermediateSize} inside, {text.Heads} heads, {text.KeyValueHeads} for keys, {text.VocabularySize} tokens",
            $"vision tower: {vision.Layers} layers of {vision.HiddenSize}, {vision.ImageSize} pixels in patches of {vision.PatchSize}, {config.ImageTokenCount} tokens a picture",
            $"projector: {(config.Projector == ProjectorKind.Linear ? "linear" : "mlp2x_gelu")}",
        ];
    }

    private static string Describe(JsonObject json)
    {
        string name = json["architectures"] is JsonArray { Count: > 0 } names ? names[0]!.ToJsonString() : json["model_type"]?.ToJsonString() ?? "unknown";
        IEnumerable<string> sizes = Sizes.Where(json.ContainsKey).Select(key => $"{key} {json[key]?.ToJsonString() ?? "null"}");
        return $"{name.Trim('"')}: {string.Join(", ", sizes)}";
    }
}
