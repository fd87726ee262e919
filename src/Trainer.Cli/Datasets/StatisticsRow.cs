using Trainer.Data.Statistics;

namespace Trainer.Cli.Datasets;

/// <summary>One spread figure of a dataset.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Values">Its values.</param>
internal sealed record StatisticsRow(string Key, string Name, Histogram Values)
{
    /// <summary>All figures of a dataset that have values.</summary>
    internal static IReadOnlyList<StatisticsRow> Of(DatasetStatistics statistics) =>
    [
        .. new StatisticsRow[]
        {
            new("rounds", "questions a record", statistics.Rounds),
            new("question_words", "words a question", statistics.Questions.Words),
            new("answer_words", "words an answer", statistics.Answers.Words),
            new("chosen_words", "words a chosen answer", statistics.Pairs.Chosen.Words),
            new("rejected_words", "words a rejected answer", statistics.Pairs.Rejected.Words),
            new("question_tokens", "tokens a question", statistics.Questions.Tokens),
            new("answer_tokens", "tokens an answer", statistics.Answers.Tokens),
            new("chosen_tokens", "tokens a chosen answer", statistics.Pairs.Chosen.Tokens),
            new("rejected_tokens", "tokens a rejected answer", statistics.Pairs.Rejected.Tokens),
            new("record_tokens", "tokens a record, in all", statistics.RecordTokens),
            new("pictures", "pictures a record", statistics.PicturesPerRecord),
            new("picture_width", "width of a picture", statistics.Pictures.Widths),
            new("picture_height", "height of a picture", statistics.Pictures.Heights),
        }.Where(row => row.Values.Count > 0),
    ];
}
