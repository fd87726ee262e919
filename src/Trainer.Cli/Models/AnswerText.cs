namespace Trainer.Cli.Models;

/// <summary>Makes text of an answer's tokens, and sees the stop strings in it.</summary>
/// <param name="model">The model's tokenizer, and the template with its own stop.</param>
/// <param name="stops">Texts that end an answer; they are not part of it.</param>
internal sealed class AnswerText(Dialogue model, IEnumerable<string> stops)
{
    // What a byte becomes that is no whole character yet.
    private const char Unfinished = '\uFFFD';

    private readonly string[] stops = [.. stops.Append(model.Template.Stop).Where(stop => stop.Length > 0 && !model.Tokenizer.SpecialTokens.Contains(stop))];

    /// <summary>Whether tokens contain a stop string; null where there is none to look for.</summary>
    internal Func<IReadOnlyList<long>, bool>? StopWhen => stops.Length > 0 ? tokens => StopIn(Decode(tokens)) >= 0 : null;

    /// <summary>The text of an answer.</summary>
    internal string Of(IReadOnlyList<long> tokens) => UpToStop(Decode(tokens)).Trim();

    /// <summary>What the text of an answer begins with, whatever comes next.</summary>
    /// <param name="tokens">The answer so far; behind an end of sequence anything may stand.</param>
    internal string SoFar(IReadOnlyList<long> tokens)
    {
        string whole = Decode(tokens.TakeWhile(token => token != model.Tokenizer.EosId));
        string text = UpToStop(whole);
        int open = text.Length == whole.Length ? stops.Select(stop => Overlap(text, stop)).DefaultIfEmpty(0).Max() : 0;
        return text[..^open].TrimEnd(Unfinished).Trim();
    }

    private string UpToStop(string text) => StopIn(text) is >= 0 and int begin ? text[..begin] : text;

    /// <summary>Where the first stop string begins; −1 where there is none.</summary>
    private int StopIn(string text) => stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(begin => begin >= 0).DefaultIfEmpty(-1).Min();

    /// <summary>How many of the last characters could be the beginning of a stop string.</summary>
    private static int Overlap(string text, string stop) =>
        Enumerable.Range(0, Math.Min(text.Length, stop.Length - 1) + 1).Last(length => text.EndsWith(stop[..length], StringComparison.Ordinal));

    // A model's table has more rows than its tokenizer has pieces, and an untrained model may choose one of those.
    private string Decode(IEnumerable<long> tokens) => model.Tokenizer.Decode([.. tokens.Where(token => token < model.Tokenizer.VocabularySize)]);
}
