using System.Text.Json.Nodes;
using Trainer.Data.Statistics;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Datasets;

/// <summary>A dataset's figures for programs.</summary>
internal static class StatisticsJson
{
    private const int MostCounts = 100;

    /// <summary>All figures.</summary>
    internal static JsonObject Of(DatasetStatistics statistics) => new()
    {
        ["records"] = statistics.Records,
        ["bad_records"] = statistics.BadRecords,
        ["repeated_ids"] = statistics.RepeatedIds,
        ["distributions"] = new JsonObject(StatisticsRow.Of(statistics).Select(row => KeyValuePair.Create(row.Key, (JsonNode?)Of(row.Values)))),
        ["length_bias"] = statistics.Pairs.Difference.Count == 0 ? null : Of(statistics.Pairs),
        ["pictures"] = statistics.Pictures.Distinct,
        ["unreadable_pictures"] = statistics.Pictures.Unreadable,
        ["sources"] = Of(statistics.Sources),
        ["answers"] = Of(statistics.AnswerTexts, atLeast: 2),
        ["answers_missed"] = statistics.AnswerTexts.Missed,
        ["yes"] = statistics.Yes,
        ["no"] = statistics.No,
        ["problems"] = new JsonArray([.. statistics.Problems.Concat(statistics.Pictures.Problems).Select(problem => (JsonNode)problem)]),
    };

    private static JsonObject Of(Histogram values) => new()
    {
        ["count"] = values.Count,
        ["mean"] = values.Mean,
        ["least"] = values.Least,
        ["p5"] = values.Quantile(0.05),
        ["median"] = values.Quantile(0.5),
        ["p95"] = values.Quantile(0.95),
        ["p99"] = values.Quantile(0.99),
        ["most"] = values.Most,
    };

    private static JsonObject Of(LengthBias pairs)
    {
        Interval? interval = LengthBiasText.IntervalOf(pairs);
        return new JsonObject
        {
            ["pairs"] = pairs.Chosen.Words.Count,
            ["mean_difference"] = pairs.Difference.Mean,
            ["interval_95"] = interval is { } known ? new JsonArray(known.Low, known.High) : null,
            ["chosen_longer"] = pairs.ChosenLonger,
            ["rejected_longer"] = pairs.RejectedLonger,
        };
    }

    private static JsonObject Of(FrequentTexts texts, long atLeast = 1) => new(texts.Top(MostCounts, atLeast).Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value)));
}
