using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trainer.Modeling.Adapters;

namespace Trainer.Modeling.Weights;

/// <summary>
/// PEFT's ways of naming modules. A path is tried in every spelling that LLaVA checkpoints have, since a pattern was written for one of them.
/// </summary>
internal static class ModulePattern
{
    /// <summary>A pattern comes from a file, and may be made to take for ever.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>Whether <c>target_modules</c> or <c>exclude_modules</c> take a module in: a list of last parts, or a regular expression for the whole path.</summary>
    internal static bool IsTarget(JsonNode? rule, string module) => rule switch
    {
        JsonArray list => list.Any(entry => entry is JsonValue value && value.TryGetValue(out string? name) && EndsWith(module, name)),
        JsonValue value when value.TryGetValue(out string? text) => text == LoraOptions.AllLinear || IsMatch($"^(?:{text})$", module),
        _ => false,
    };

    /// <summary>Whether a key of <c>rank_pattern</c> or <c>alpha_pattern</c> means a module: an expression for the last parts of its path.</summary>
    internal static bool IsEnd(string pattern, string module) => IsMatch($@"^(?:.*\.)?(?:{pattern})$", module);

    private static bool EndsWith(string module, string name) =>
        Spellings(module).Any(path => path == name || path.EndsWith($".{name}", StringComparison.Ordinal));

    private static bool IsMatch(string pattern, string module)
    {
        try
        {
            return Spellings(module).Any(path => Regex.IsMatch(path, pattern, RegexOptions.CultureInvariant, LongestMatch));
        }
        catch (Exception error) when (error is RegexParseException or RegexMatchTimeoutException)
        {
            throw new CheckpointException($"the pattern {JsonSerializer.Serialize(pattern)} can't be followed: {error.Message}", error);
        }
    }

    /// <summary>As the llava package has it, as transformers had it at first, and as it has it now.</summary>
    private static string[] Spellings(string module)
    {
        string huggingFace = NameMap.ToHuggingFace(module);
        return [module, huggingFace, huggingFace.Replace("language_model.model.", "model.language_model.", StringComparison.Ordinal)];
    }
}
