using System.CommandLine;
using Trainer.Recipes;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Commands;

/// <summary>How answers are generated, as options of verbs that ask models.</summary>
internal static class DecodingArguments
{
    private static readonly DecodingOptions Defaults = new();

    private static readonly Option<DecodingStrategy> Strategy = new("--strategy") { Description = "greedy, sample or beam.", HelpName = "name", DefaultValueFactory = _ => Defaults.Strategy };

    private static readonly Option<int> MaxNewTokens = new("--max-new-tokens") { Description = "Most tokens of an answer.", DefaultValueFactory = _ => Defaults.MaxNewTokens };

    private static readonly Option<double> Temperature = new("--temperature") { Description = "Divides the logits before sampling.", DefaultValueFactory = _ => Defaults.Temperature };

    private static readonly Option<int> TopK = new("--top-k") { Description = "Samples among this many likeliest tokens; 0 keeps all.", DefaultValueFactory = _ => Defaults.TopK };

    private static readonly Option<double> TopP = new("--top-p") { Description = "Samples among the likeliest tokens that reach this probability together.", DefaultValueFactory = _ => Defaults.TopP };

    private static readonly Option<int> NumBeams = new("--num-beams") { Description = "Continuations that beam search follows.", DefaultValueFactory = _ => Defaults.NumBeams };

    private static readonly Option<double> RepetitionPenalty = new("--repetition-penalty") { Description = "Divides the logits of tokens that occurred; 1 changes nothing.", DefaultValueFactory = _ => Defaults.RepetitionPenalty };

    private static readonly Option<string[]> Stop = new("--stop") { Description = "A text that ends an answer; may be given several times." };

    internal static IReadOnlyList<Option> All { get; } = [Strategy, MaxNewTokens, Temperature, TopK, TopP, NumBeams, RepetitionPenalty, Stop];

    /// <summary>The options that the command line gives, checked like a recipe's.</summary>
    internal static DecodingOptions Read(ParseResult result)
    {
        DecodingOptions options = new()
        {
            Strategy = result.GetRequiredValue(Strategy),
            MaxNewTokens = result.GetRequiredValue(MaxNewTokens),
            Temperature = result.GetRequiredValue(Temperature),
            TopK = result.GetRequiredValue(TopK),
            TopP = result.GetRequiredValue(TopP),
            NumBeams = result.GetRequiredValue(NumBeams),
            RepetitionPenalty = result.GetRequiredValue(RepetitionPenalty),
            Stop = result.GetValue(Stop) ?? [],
        };
        Problem[] problems = [.. options.Problems()];
        return problems.Length == 0 ? options : throw new UsageException(string.Join('\n', problems.Select(problem => $"--{problem.Key.Replace('_', '-')} {problem.Message}")));
    }
}
