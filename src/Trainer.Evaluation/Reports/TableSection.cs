namespace Trainer.Evaluation.Reports;

/// <summary>A table of texts and figures.</summary>
/// <param name="heading">What stands above it.</param>
/// <param name="columns">Names of the columns.</param>
/// <param name="rows">One text for each column; all but the first are figures.</param>
public sealed class TableSection(string heading, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("table", () =>
    {
        html.Element("tr", () =>
        {
            foreach (string column in columns)
            {
                html.Element("th", column, ("scope", "col"));
            }
        });
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Element("tr", () => WriteRow(html, row));
        }
    });

    private static void WriteRow(HtmlWriter html, IReadOnlyList<string> row)
    {
        html.Element("th", row[0], ("scope", "row"));
        foreach (string cell in row.Skip(1))
        {
            html.Element("td", cell, ("class", "number"));
        }
    }
}
