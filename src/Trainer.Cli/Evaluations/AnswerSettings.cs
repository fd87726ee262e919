using System.Text.Json.Nodes;
using Trainer.Algorithms.Common;
using Trainer.Cli.Models;
using Trainer.Decoding.Strategies;
using Trainer.Evaluation.Benchmarks;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Evaluations;

/// <summary>
/// All that a model's answers depend on, with what stands for a default filled in. It is kept beside them, so that answers of different
/// settings are never mixed, and a score can say where it comes from.
/// </summary>
/// <param name="Model">Who answers.</param>
/// <param name="Template">Name of the conversation template.</param>
/// <param name="Decoding">How answers are generated.</param>
/// <param name="OptionScores">Whether questions with options are answered by the likeliest letter.</param>
/// <param name="Seed">Root of draws and noise.</param>
internal sealed record AnswerSettings(ModelIdentity Model, string Template, DecodingOptions Decoding, bool OptionScores, ulong Seed)
{
    private const string ModelKeys = "model.";
    private const string ModelName = "model.name";

    /// <summary>The settings of an evaluation; reads the model's weights to tell them from others.</summary>
    internal static AnswerSettings Of(ModelEvaluationOptions options)
    {
        LlavaConfig config = LlavaConfigJson.Read(Path.Combine(AdapterFolder.BaseOf(options.Model) ?? options.Model, "config.json"));
        string template = options.Template ?? ChatTemplateFile.Read(options.Model, config.Family.ChatTemplate);
        return new AnswerSettings(ModelIdentity.Of(options.Model), template, Effective(options.Decoding, config), options.OptionScores, options.Seed);
    }

    /// <summary>What a model makes of settings that leave something to it.</summary>
    internal static DecodingOptions Effective(DecodingOptions decoding, LlavaConfig config) => decoding with
    {
        RepetitionPenalty = decoding.RepetitionPenalty ?? config.Family.RepetitionPenalty,
        EarlyExitLayers = decoding is { Strategy: DecodingStrategy.Dola, EarlyExitLayers.Count: 0 } ? LayerContrast.LowerHalf(config.Text.Layers) : decoding.EarlyExitLayers,
    };

    /// <summary>The settings as they are kept.</summary>
    internal JsonObject ToJson() => JsonNode.Parse(ResultFile.ToJson(this))!.AsObject();

    /// <summary>What is different from others' settings, such as <c>decoding.strategy beam instead of greedy</c>.</summary>
    /// <param name="others">The others.</param>
    /// <param name="besidesModel">Whether the models are meant to differ.</param>
    internal IReadOnlyList<string> Differences(AnswerSettings others, bool besidesModel) => Differing(ToJson(), others.ToJson())
        .Where(difference => difference.Key != ModelName && !(besidesModel && difference.Key.StartsWith(ModelKeys, StringComparison.Ordinal)))
        .Select(difference => $"{difference.Key} {difference.Own} instead of {difference.Other}")
        .ToArray();

    /// <summary>The settings in a line: those of decoding that are no defaults, and the ones that always matter.</summary>
    internal string Describe()
    {
        JsonObject decoding = ToJson()["decoding"]!.AsObject();
        JsonObject usual = JsonNode.Parse(ResultFile.ToJson(new DecodingOptions()))!.AsObject();
        IEnumerable<string> chosen = decoding
            .Where(key => key.Key is not "strategy" && (key.Key is "max_new_tokens" || !JsonNode.DeepEquals(key.Value, usual[key.Key])))
            .Select(key => $"{key.Key} {Text(key.Value)}");
        return $"{Model.Name} ({Short(Model.Sha256)}{(Model.Adapter is null ? "" : $" with adapter {Short(Model.Adapter)}")}), template {Template}; "
            + string.Join(", ", [$"{decoding["strategy"]}", .. chosen, .. OptionScores ? ["option scores"] : Array.Empty<string>(), $"seed {Seed}"]);
    }

    private static string Short(string? hash) => hash?[..12] ?? "in training";

    private static IEnumerable<(string Key, string Own, string Other)> Differing(JsonObject own, JsonObject others, string prefix = "") => own.SelectMany(field =>
        (field.Value, others[field.Key]) is (JsonObject inner, JsonObject other) ? Differing(inner, other, $"{prefix}{field.Key}.")
        : JsonNode.DeepEquals(field.Value, others[field.Key]) ? []
        : [($"{prefix}{field.Key}", Text(field.Value), Text(others[field.Key]))]);

    private static string Text(JsonNode? value) => value is JsonArray ? value.ToJsonString() : value?.ToString() ?? "none";
}
