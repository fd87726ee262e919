using Trainer.Modeling.Weights;

namespace Trainer.Evaluation.Reports;

/// <summary>A page that explains a run: one file without scripts or references, to be read offline, printed and mailed.</summary>
/// <param name="title">What the page is about.</param>
public sealed class Report(string title)
{
    private readonly List<IReportSection> sections = [];

    /// <summary>Appends a section.</summary>
    /// <returns>This report.</returns>
    public Report Add(IReportSection section)
    {
        sections.Add(section);
        return this;
    }

    /// <summary>Writes the page, whole or not at all.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToHtml());

    /// <summary>The page.</summary>
    public string ToHtml()
    {
        var html = new HtmlWriter();
        html.Element("html", () => WritePage(html), ("lang", "en"));
        return $"<!DOCTYPE html>\n{html}";
    }

    private void WritePage(HtmlWriter html)
    {
        html.Element("head", () =>
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Element("title", title);
            html.Style(ReportStyle.Css);
        });
        html.Element("body", () =>
        {
            html.Element("h1", title);
            sections.ForEach(section => WriteSection(html, section));
        });
    }

    private static void WriteSection(HtmlWriter html, IReportSection section) => html.Element("section", () =>
    {
        html.Element("h2", section.Heading);
        section.Write(html);
    });
}
