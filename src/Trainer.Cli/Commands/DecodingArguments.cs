using System.CommandLine;
using System.Text.Json;
using Trainer.Recipes;
using Trainer.Recipes.Options;
using Trainer.Recipes.Reference;

namespace Trainer.Cli.Commands;

/// <summary>How answers are generated, as options of verbs that ask models: every key of a recipe's <c>decoding</c> block under its own name.</summary>
internal static class DecodingArguments
{
    private static readonly (KeyDescription Key, Option Option)[] Keys =
        [.. RecipeReference.Keys(typeof(DecodingOptions)).Select(key => (key, OptionFor(key)))];

    internal static IReadOnlyList<Option> All { get; } = [.. Keys.Select(entry => entry.Option)];

    /// <summary>The options that the command line gives, read and checked like a recipe's.</summary>
    internal static DecodingOptions Read(ParseResult result)
    {
        try
        {
            return Recipe.Parse<DecodingOptions>("{}", "The command line", Keys.SelectMany(entry => Given(result, entry.Key, entry.Option))).Options;
        }
        catch (RecipeException error)
        {
            throw new UsageException(string.Join('\n', error.Problems.Select(problem => $"--{Dashed(problem.Key)} {problem.Message}")));
        }
    }

    private static Option OptionFor(KeyDescription key)
    {
        string name = $"--{Dashed(key.Name)}";
        string[] aliases = [.. key.Aliases.Select(alias => $"--{Dashed(alias)}")];
        string words = key.Words.Count > 0 ? $" One of {string.Join(", ", key.Words)}." : "";
        string description = $"{key.Meaning}{words} [default: {key.Default}]";
        return key.IsList
            ? new Option<string[]>(name, aliases) { Description = description, HelpName = "value", AllowMultipleArgumentsPerToken = true }
            : new Option<string>(name, aliases) { Description = description, HelpName = "value" };
    }

    private static IEnumerable<string> Given(ParseResult result, KeyDescription key, Option option)
    {
        string[] quoted = [.. result.GetResult(option)?.Tokens.Select(token => JsonSerializer.Serialize(token.Value)) ?? []];
        return quoted.Length == 0 ? [] : [$"{key.Name}={(key.IsList ? $"[{string.Join(", ", quoted)}]" : quoted[0])}"];
    }

    private static string Dashed(string key) => key.Replace('_', '-');
}
