namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>
/// The rules for reading answers. To add one: write a class with <see cref="IPopeAnswerParser"/>,
/// add its line to <see cref="All"/>, and hold it against answers that the others read differently.
/// </summary>
public static class PopeAnswerParsers
{
    /// <summary>Every rule; the first is the default.</summary>
    public static IReadOnlyList<IPopeAnswerParser> All { get; } = [new RucaiboxAnswerParser(), new OperaAnswerParser(), new LlavaAlignAnswerParser()];

    /// <summary>The rule of POPE's authors.</summary>
    public static IPopeAnswerParser Default => All[0];

    /// <summary>Finds a rule.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static IPopeAnswerParser ByName(string name) =>
        All.FirstOrDefault(parser => parser.Name == name) ?? throw new ArgumentException(
            $"'{name}' is no rule for reading POPE answers. There are: {string.Join(", ", All.Select(parser => parser.Name))}.", nameof(name));
}
