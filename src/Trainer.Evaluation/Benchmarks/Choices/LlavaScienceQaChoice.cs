using System.Text.RegularExpressions;

namespace Trainer.Evaluation.Benchmarks.Choices;

/// <summary>LLaVA's reading of ScienceQA answers: a letter alone, a letter with a full stop in front, or "The answer is B".</summary>
public static partial class LlavaScienceQaChoice
{
    /// <summary>Index of the option; null where the text names none.</summary>
    public static int? Read(string answer, IReadOnlyList<string> options)
    {
        string text = answer.Replace("\n", ". ", StringComparison.Ordinal);
        Match match = new[] { Alone(), Leading(), ConcludingSentence(), Concluding() }.Select(form => form.Match(text)).FirstOrDefault(found => found.Success) ?? Match.Empty;
        return match.Success && match.Groups[1].Value[0] - 'A' is var index && index < options.Count ? index : null;
    }

    [GeneratedRegex(@"^\s*([A-E])\s*$")]
    private static partial Regex Alone();

    [GeneratedRegex(@"^([A-E])\. ")]
    private static partial Regex Leading();

    [GeneratedRegex(@"The answer is ([A-E])\.")]
    private static partial Regex ConcludingSentence();

    [GeneratedRegex(@"The answer is ([A-E])")]
    private static partial Regex Concluding();
}
