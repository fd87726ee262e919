using System.Globalization;
using System.Text.Json;
using Trainer.Recipes;
using Trainer.Recipes.Options;

namespace Trainer.Serving.Protocol;

/// <summary>
/// Reads how to answer: the API's own fields, and <c>decoder</c>, which takes the keys of a recipe's <c>decoding</c> block. Without
/// either an answer is greedy.
/// </summary>
internal sealed class DecoderReader
{
    private const string Block = "decoder";
    private const string Strategy = "strategy";

    private readonly JsonElement? block;
    private readonly HashSet<string> given;
    private readonly List<string> changes = [];

    /// <summary>Takes the fields that matter from a request.</summary>
    internal DecoderReader(JsonFields request)
    {
        block = request.Take(Block);
        given = block is { ValueKind: JsonValueKind.Object } keys ? [.. keys.EnumerateObject().Select(key => key.Name)] : [];
        TakeSampling(request.Number("temperature"), request.Number("top_p"));
        long? length = request.Integer("max_completion_tokens");
        Set("max_tokens", "max_new_tokens", request.Integer("max_tokens") ?? length);
        TakeStops(request);
        HasLength = given.Contains("max_new_tokens") || given.Contains("response_length") || changes.Exists(change => change.StartsWith("max_new_tokens", StringComparison.Ordinal));
    }

    /// <summary>Whether the request says how long its answer may be.</summary>
    internal bool HasLength { get; }

    /// <summary>The settings.</summary>
    /// <exception cref="ApiException">They are not valid; all problems are listed.</exception>
    internal DecodingOptions Read()
    {
        try
        {
            return Recipe.Parse<DecodingOptions>(block?.GetRawText() ?? "{}", Block, changes).Options;
        }
        catch (RecipeException error)
        {
            throw ApiException.Invalid(Block, $"is not valid: {string.Join(' ', error.Problems.Select(problem => $"{problem.Key} {problem.Message}".Trim()))}");
        }
    }

    /// <summary>A temperature of 0 is the API's word for greedy decoding.</summary>
    private void TakeSampling(double? temperature, double? topP)
    {
        bool isGreedy = temperature is null or 0 && (temperature is 0 || topP is null);
        if (!given.Contains(Strategy) && !isGreedy)
        {
            changes.Add($"{Strategy}={KeyOf(DecodingStrategy.Sample)}");
        }

        Set("temperature", "temperature", temperature is 0 ? null : temperature);
        Set("top_p", "top_p", topP);
    }

    private void TakeStops(JsonFields request)
    {
        const string name = "stop";
        if (request.Take(name) is not { } stop)
        {
            return;
        }

        string[] texts = stop.ValueKind switch
        {
            JsonValueKind.String => [stop.GetString()!],
            JsonValueKind.Array when stop.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. stop.EnumerateArray().Select(item => item.GetString()!)],
            _ => throw ApiException.Invalid(name, $"must be text or a list of texts, but is {JsonFields.Kind(stop)}."),
        };
        RequireOnce(name, name);
        changes.Add($"{name}=[{string.Join(", ", texts.Select(text => JsonSerializer.Serialize(text)))}]");
    }

    private void Set(string field, string key, IFormattable? value)
    {
        if (value is not null)
        {
            RequireOnce(field, key);
            changes.Add($"{key}={value.ToString(null, CultureInfo.InvariantCulture)}");
        }
    }

    private void RequireOnce(string field, string key)
    {
        if (given.Contains(key))
        {
            throw ApiException.Invalid(field, $"is given twice: it means the same as {Block}.{key}. Keep one of the two.");
        }
    }

    private static string KeyOf(DecodingStrategy strategy) => Recipes.Binding.KeyNames.Of(strategy);
}
