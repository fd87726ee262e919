namespace Trainer.Evaluation.Benchmarks.Choices;

/// <summary>VLMEvalKit's reading of options before it asks a model: the only letter among the words, else the only option whose text occurs.</summary>
public static class VlmEvalKitChoice
{
    private const string Signs = ".()[],:;!*#{}";

    /// <summary>Index of the option; null where the text names none, or several.</summary>
    public static int? Read(string answer, IReadOnlyList<string> options)
    {
        string spaced = Signs.Aggregate(answer, (text, sign) => text.Replace(sign, ' '));
        HashSet<string> words = [.. spaced.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        return Only(options, index => words.Contains($"{(char)('A' + index)}"), out bool isAmbiguous) is { } letter ? letter
            : isAmbiguous ? null
            : Only(options, index => answer.Contains(options[index], StringComparison.OrdinalIgnoreCase), out _);
    }

    private static int? Only(IReadOnlyList<string> options, Func<int, bool> isNamed, out bool isAmbiguous)
    {
        int[] named = [.. Enumerable.Range(0, options.Count).Where(isNamed)];
        isAmbiguous = named.Length > 1;
        return named is [int only] ? only : null;
    }
}
