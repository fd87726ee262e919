using System.Text.RegularExpressions;
using Trainer.Evaluation.Reports;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Reports;

public sealed class ReportTests
{
    private const string Hostile = "<script>alert(\"x\")</script>";

    [Fact]
    public void ToHtml_HostileTextEverywhere_EscapesAllOfIt()
    {
        string html = Whole(Hostile).ToHtml();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_EveryKindOfSection_RefersToNothingOutside()
    {
        string html = Whole("A run").ToHtml();

        Assert.DoesNotMatch(new Regex("https?:|url\\(|@import|<link"), html);
    }

    [Fact]
    public void Save_ExistingFile_ReplacesIt()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "report.html");
        File.WriteAllText(path, "old");

        Whole("A run").Save(path);

        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void Gallery_MarkedAnswer_ColoursEachObjectOnce()
    {
        TextMark[] marks = [new(14, 3, true), new(2, 3, false), new(3, 4, true), new(15, 99, true), new(-4, 2, true)];

        string html = Gallery("a dog sits by car.", marks).ToHtml();

        Assert.Contains(
            "<p>a <mark class=\"right\">dog</mark> sits by <mark class=\"wrong\">car</mark>.</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void RewardedAnswers_Terms_StandInTheirColumns()
    {
        var html = new HtmlWriter();
        var terms = new Dictionary<string, double> { ["model"] = 1.5, ["missing_end"] = -1 };

        new RewardedAnswersSection("Rollout 0", "two", [new RewardedAnswer(default, "What?", "", 0.5, terms)], []).Write(html);

        MatchCollection cells = Regex.Matches(html.ToString(), "<t[hd][^>]*number[^>]*>([^<]*)<");
        Assert.Equal(["reward", "model", "missing end", "0.50", "1.50", "-1.00"], cells.Select(cell => cell.Groups[1].Value));
        Assert.DoesNotContain("<img", html.ToString(), StringComparison.Ordinal);
        Assert.Contains("(nothing)", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LineChart_TwoPoints_RunsFromCornerToCorner()
    {
        var html = new HtmlWriter();

        new LineChart("loss", [new MetricSeries("loss", [(0, 3), (10, 1)])]).Write(html);

        Assert.Contains("points=\"56,10 456,190\"", html.ToString(), StringComparison.Ordinal);
    }

    private static Report Whole(string text) => new Report(text)
        .Add(new SummarySection(text, [new SummaryCard(text, text, text)]))
        .Add(new MetricSection(text, [new MetricRow(text, text, 0.5, 0.4, double.NaN)]))
        .Add(new ChartSection(text, [new LineChart(text, [new MetricSeries(text, [(1, 2)]), new MetricSeries(text, [])])]))
        .Add(new GallerySection(text, [new GallerySample(new byte[] { 1 }, text, [new GalleryAnswer(text, text, [])], [text])]))
        .Add(new RewardedAnswersSection(text, text, [Rewarded(text)], [Rewarded(text)]))
        .Add(new TextSection(text, text))
        .Add(new TableSection(text, [text, text], [[text, text]]))
        .Add(new CountSection(text, 2, [new(text, 1)]))
        .Add(new RecordSection(text, Sheet(text)))
        .Add(new ChartSection(text, [Histogram(text, isOpen: true)]))
        .Add(new PropertySection(text, [new(text, text)]));

    /// <summary>Bins of 5 from 10: a quarter and three quarters, the latter as high as the plot; the other kind lies in the first bin alone.</summary>
    [Fact]
    public void HistogramChart_TwoSeries_AreStepsOnOneScale()
    {
        var html = new HtmlWriter();

        Histogram("words", isOpen: true).Write(html);

        Assert.Contains("d=\"M56,190V130H256V10H456V190Z\"", html.ToString(), StringComparison.Ordinal);
        Assert.Contains("d=\"M56,190V10H256V190H456V190Z\"", html.ToString(), StringComparison.Ordinal);
        Assert.Contains(">15+<", html.ToString(), StringComparison.Ordinal);
    }

    private static HistogramChart Histogram(string text, bool isOpen) =>
        new(text, new HistogramAxis(10, 5, isOpen), [new HistogramSeries(text, [0.25, 0.75]), new HistogramSeries(text, [0.75, 0])]);

    private static RecordSheet Sheet(string text) => new()
    {
        Outcome = text,
        Pictures = [new SheetPicture(new byte[] { 1 }, text), new SheetPicture(default, text)],
        Texts = [new SheetText(text, text, [new TextMark(0, 2, true)])],
        Rows = [new TokenRow(text, [new SheetToken(text, text, TokenColour.Learnt)])],
    };

    private static RewardedAnswer Rewarded(string text) => new(new byte[] { 1 }, text, text, 0.5, new Dictionary<string, double> { [text] = 0.25 });

    private static Report Gallery(string answer, TextMark[] marks) => new Report("gallery")
        .Add(new GallerySection("samples", [new GallerySample(new byte[] { 1 }, "What?", [new GalleryAnswer("tiny", answer, marks)], ["dog"])]));
}
