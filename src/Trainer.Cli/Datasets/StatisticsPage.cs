using System.Globalization;
using Trainer.Data.Statistics;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Datasets;

/// <summary>A dataset's figures as a page with plots.</summary>
/// <param name="statistics">The figures.</param>
internal sealed class StatisticsPage(DatasetStatistics statistics)
{
    private const int MostCounts = 30;

    /// <summary>The page.</summary>
    /// <param name="file">What was read, with its format.</param>
    internal Report Of(string file) => Sections().Aggregate(new Report(file), (report, section) => report.Add(section));

    private IEnumerable<IReportSection> Sections()
    {
        yield return new SummarySection("What is in it", [.. Cards()]);
        if (statistics.Pairs.Difference.Count > 0)
        {
            yield return new SummarySection("Are better answers longer?", Bias(statistics.Pairs));
        }

        yield return new ChartSection("Spread", [.. Charts()]);
        yield return new TableSection("Figures", ["", .. StatisticsTable.Columns], [.. StatisticsRow.Of(statistics).Select(row => (string[])[row.Name, .. StatisticsTable.Figures(row.Values)])]);
        yield return Counts("Sources", statistics.Sources, statistics.Records - statistics.BadRecords);
        if (statistics.AnswerTexts.Top(1, atLeast: 2).Count > 0)
        {
            yield return Counts("Answers that occur most often", statistics.AnswerTexts, statistics.Answers.Words.Count, atLeast: 2);
        }

        string[] problems = [.. statistics.Problems, .. statistics.Pictures.Problems];
        if (problems.Length > 0)
        {
            yield return new TextSection("The first problems", string.Join('\n', problems));
        }
    }

    private IEnumerable<SummaryCard> Cards()
    {
        yield return new("Records", Number(statistics.Records), $"{Number(statistics.BadRecords)} bad, {Number(statistics.RepeatedIds)} repeated ids");
        yield return new("Questions", Number(statistics.Questions.Words.Count), $"{Mean(statistics.Rounds)} a record");
        yield return new("Answers", Number(statistics.Answers.Words.Count), $"{Mean(statistics.Answers.Words)} words each");
        yield return new("Pictures", Number(statistics.Pictures.Distinct), $"{Number(statistics.Pictures.Unreadable)} missing or unreadable");
        if (statistics.Yes + statistics.No > 0)
        {
            yield return new("Yes among yes and no", ((double)statistics.Yes / (statistics.Yes + statistics.No)).ToString("P0", CultureInfo.InvariantCulture), $"{Number(statistics.Yes)} yes, {Number(statistics.No)} no");
        }

    }

    private static SummaryCard[] Bias(LengthBias pairs) =>
    [
        new("Chosen less rejected", $"{LengthBiasText.Signed(pairs.Difference.Mean)} words", LengthBiasText.Difference(pairs)),
        new("Chosen is longer", ((double)pairs.ChosenLonger / pairs.Chosen.Words.Count).ToString("P1", CultureInfo.InvariantCulture), LengthBiasText.Shares(pairs)),
        new("Pairs", Number(pairs.Chosen.Words.Count), LengthBiasText.Verdict(pairs)),
    ];

    private IEnumerable<HistogramChart> Charts() =>
        new[]
        {
            Chart("Questions a record", ("questions", statistics.Rounds)),
            Chart("Words", ("questions", statistics.Questions.Words), ("answers", statistics.Answers.Words)),
            Chart("Tokens", ("questions", statistics.Questions.Tokens), ("answers", statistics.Answers.Tokens)),
            Chart("Tokens a record, template and pictures included", ("records", statistics.RecordTokens)),
            Chart("Words of pairs", ("chosen", statistics.Pairs.Chosen.Words), ("rejected", statistics.Pairs.Rejected.Words)),
            Chart("Pictures a record", ("pictures", statistics.PicturesPerRecord)),
            Chart("Pixels of pictures", ("width", statistics.Pictures.Widths), ("height", statistics.Pictures.Heights)),
        }.OfType<HistogramChart>();

    /// <summary>Null where all values are alike, and the table says it all.</summary>
    private static HistogramChart? Chart(string title, params (string Name, Histogram Values)[] series)
    {
        (string Name, Histogram Values)[] filled = [.. series.Where(kind => kind.Values.Count > 0)];
        var scale = BinScale.For(filled.Select(kind => kind.Values));
        if (scale.Count == 1)
        {
            return null;
        }

        bool isOpen = filled.Max(kind => kind.Values.Most) >= scale.First + (scale.Width * scale.Count);
        return new HistogramChart(
            title,
            new HistogramAxis(scale.First, scale.Width, isOpen),
            [.. filled.Select(kind => new HistogramSeries(kind.Name, [.. kind.Values.Spread(scale).Select(count => count / kind.Values.Count)]))]);
    }

    private static CountSection Counts(string heading, FrequentTexts texts, long total, long atLeast = 1) =>
        new(heading, Math.Max(1, total), [.. texts.Top(MostCounts, atLeast).Select(item => KeyValuePair.Create(item.Key.Length == 0 ? "(none)" : item.Key, item.Value))]);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Mean(Histogram values) => values.Mean.ToString("0.0", CultureInfo.InvariantCulture);
}
