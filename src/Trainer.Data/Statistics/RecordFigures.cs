using Trainer.Data.Preferences;
using Trainer.Data.Records;

namespace Trainer.Data.Statistics;

/// <summary>What is counted of one record; made on any thread.</summary>
internal sealed record RecordFigures
{
    /// <summary>The record.</summary>
    internal required IRecord Record { get; init; }

    /// <summary>One length for each question.</summary>
    internal required IReadOnlyList<TextLength> Questions { get; init; }

    /// <summary>The answers.</summary>
    internal required IReadOnlyList<string> Answers { get; init; }

    /// <summary>One length for each of them.</summary>
    internal required IReadOnlyList<TextLength> AnswerLengths { get; init; }

    /// <summary>Lengths of each two answers of which one is better.</summary>
    internal required IReadOnlyList<PairLengths> Pairs { get; init; }

    /// <summary>Tokens of the whole record; null where nobody counts them.</summary>
    internal int? Tokens { get; init; }

    /// <summary>Counts a record.</summary>
    /// <param name="record">Of any kind.</param>
    /// <param name="tokens">Counts the tokens of a text; null leaves that out.</param>
    internal static RecordFigures Of(IRecord record, Func<string, int>? tokens)
    {
        string[] answers = [.. RecordTexts.Answers(record)];
        TextLength[] lengths = [.. answers.Select(Measure)];
        return new RecordFigures
        {
            Record = record,
            Questions = [.. RecordTexts.Questions(record).Select(Measure)],
            Answers = answers,
            AnswerLengths = lengths,
            Pairs = record is CompletionsRecord several ? [.. PairsOf(several, lengths)] : [],
        };

        TextLength Measure(string text) => new(AnswerRules.Words(text), tokens?.Invoke(text));
    }

    private static IEnumerable<PairLengths> PairsOf(CompletionsRecord record, TextLength[] lengths)
    {
        for (int better = 0; better < lengths.Length; better++)
        {
            for (int worse = 0; worse < lengths.Length; worse++)
            {
                if (record.Completions[better].Score > record.Completions[worse].Score)
                {
                    yield return new PairLengths(lengths[better], lengths[worse]);
                }
            }
        }
    }
}
