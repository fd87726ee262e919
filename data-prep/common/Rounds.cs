using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>Turns of questions and answers about one picture.</summary>
public static class Rounds
{
    /// <summary>The picture stands before the first question.</summary>
    public static IReadOnlyList<Turn> Of(IEnumerable<(string Question, string Answer)> rounds) =>
        [.. rounds.SelectMany((round, i) => new[] { new Turn(Speaker.Human, i == 0 ? AboutPicture(round.Question) : round.Question), new Turn(Speaker.Gpt, round.Answer) })];

    /// <summary>A question with the picture before it.</summary>
    public static string AboutPicture(string question) => $"<image>\n{question}";
}
