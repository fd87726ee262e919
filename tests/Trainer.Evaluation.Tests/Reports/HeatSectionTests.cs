using Trainer.Evaluation.Reports;

namespace Trainer.Evaluation.Tests.Reports;

public sealed class HeatSectionTests
{
    [Fact]
    public void Write_Words_AreShadedFromZeroToTheGreatest()
    {
        string html = Html(new HeatSection("Heat", "note", [new HeatRow("figure", [Word("a", -3), Word("b", 0), Word("c", 1), Word("d", 2)])]));

        Assert.Equal(["heat0", "heat0", "heat4", "heat9"], Shades(html, "heat"));
    }

    [Fact]
    public void Write_EqualValues_HaveTheLightestShade() => Assert.Equal(
        ["heat0", "heat0"], Shades(Html(new HeatSection("Heat", "note", [new HeatRow("figure", [Word("a", 2), Word("b", 2)])])), "heat"));

    [Fact]
    public void Write_WordsOfAModel_AreEscaped() => Assert.DoesNotContain(
        "<script>", Html(new HeatSection("Heat", "note", [new HeatRow("figure", [Word("<script>", 2)])])), StringComparison.Ordinal);

    [Fact]
    public void Write_Maps_LayOneCellOverEachPatch()
    {
        string html = Html(new PictureHeatSection("Maps", "note", new HeatPicture(new byte[] { 1 }, IsPadded: true), [new HeatMap("dog", [0, 1, 2, 4], IsWrong: true)]));

        Assert.Equal(["shade0", "shade2", "shade4", "shade9"], Shades(html, "shade"));
        Assert.Contains("dog (not in the picture)", html, StringComparison.Ordinal);
        Assert.Contains("</image>", html, StringComparison.Ordinal);
    }

    private static HeatWord Word(string text, double value) => new(text, value, $"{value}", IsWrong: false);

    private static string[] Shades(string html, string prefix) =>
        [.. html.Split("class=\"").Skip(1).Select(part => part.Split('"')[0]).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];

    private static string Html(IReportSection section)
    {
        var html = new HtmlWriter();
        section.Write(html);
        return html.ToString();
    }
}
