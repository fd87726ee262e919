using System.Globalization;
using System.Text;
using Trainer.Data.Statistics;

namespace Trainer.Cli.Datasets;

/// <summary>A dataset's figures for a terminal.</summary>
internal static class StatisticsTable
{
    private const int NameWidth = 26;
    private const int MostSources = 20;
    private const int MostAnswers = 10;
    private const int Quoted = 60;

    /// <summary>Names of the figures that tell how values are spread.</summary>
    internal static readonly string[] Columns = ["values", "mean", "least", "5 %", "median", "95 %", "99 %", "most"];

    /// <summary>All figures.</summary>
    /// <param name="statistics">The figures.</param>
    /// <param name="file">What was read, with its format.</param>
    internal static string Of(DatasetStatistics statistics, string file)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{file}: {statistics.Records} records, {statistics.BadRecords} of them bad; {statistics.RepeatedIds} repeated ids\n\n");
        text.Append("".PadRight(NameWidth)).AppendJoin("", Columns.Select(column => column.PadLeft(10))).Append('\n');
        foreach (StatisticsRow row in StatisticsRow.Of(statistics))
        {
            text.Append(row.Name.PadRight(NameWidth)).AppendJoin("", Figures(row.Values).Select(figure => figure.PadLeft(10))).Append('\n');
        }

        AppendPairs(text, statistics.Pairs);
        AppendPictures(text, statistics.Pictures);
        AppendCounts(text, "sources", statistics.Sources.Top(MostSources), statistics.Records - statistics.BadRecords);
        AppendAnswers(text, statistics);
        AppendProblems(text, statistics);
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A row's cells, one for each of <see cref="Columns"/>.</summary>
    internal static IEnumerable<string> Figures(Histogram values) =>
    [
        values.Count.ToString(CultureInfo.InvariantCulture),
        values.Mean.ToString("0.0", CultureInfo.InvariantCulture),
        .. new[] { values.Least, values.Quantile(0.05), values.Quantile(0.5), values.Quantile(0.95), values.Quantile(0.99), values.Most }
            .Select(figure => figure.ToString(CultureInfo.InvariantCulture)),
    ];

    private static void AppendPairs(StringBuilder text, LengthBias pairs)
    {
        if (pairs.Difference.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nchosen less rejected: {LengthBiasText.Difference(pairs)}; {LengthBiasText.Shares(pairs)}\n{LengthBiasText.Verdict(pairs)}\n");
        }
    }

    private static void AppendPictures(StringBuilder text, PictureStatistics pictures)
    {
        if (pictures.Distinct > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{pictures.Distinct} different pictures, {pictures.Unreadable} of them missing or unreadable\n");
        }
    }

    private static void AppendAnswers(StringBuilder text, DatasetStatistics statistics)
    {
        long answers = statistics.Answers.Words.Count;
        if (answers == 0)
        {
            return;
        }

        AppendCounts(text, Repeated(statistics), statistics.AnswerTexts.Top(MostAnswers, atLeast: 2), answers);
        if (statistics.Yes + statistics.No > 0)
        {
            double share = (double)statistics.Yes / (statistics.Yes + statistics.No);
            text.Append(CultureInfo.InvariantCulture, $"\nanswers that begin with yes: {statistics.Yes}, with no: {statistics.No}; {share:P1} of these are yes\n");
        }
    }

    private static string Repeated(DatasetStatistics statistics) => statistics.AnswerTexts.Missed == 0
        ? "answers that occur most often"
        : string.Create(CultureInfo.InvariantCulture, $"answers that occur most often (counts may be up to {statistics.AnswerTexts.Missed} too low)");

    private static void AppendCounts(StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, long>> counts, long total)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{name}{(counts.Count == 0 ? ": none occurs twice" : "")}\n");
        foreach ((string item, long count) in counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{count,10} {(double)count / total,7:P1}  {Line(item)}\n");
        }
    }

    private static void AppendProblems(StringBuilder text, DatasetStatistics statistics)
    {
        string[] problems = [.. statistics.Problems, .. statistics.Pictures.Problems];
        if (problems.Length > 0)
        {
            text.Append("\nthe first problems (data check lists more)\n").AppendJoin('\n', problems);
        }
    }

    /// <summary>A text on one line and without what steers terminals.</summary>
    private static string Line(string text)
    {
        string plain = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return plain.Length == 0 ? "(none)" : plain.Length <= Quoted ? plain : plain[..Quoted] + "…";
    }
}
