namespace Trainer.Evaluation.Reports;

/// <summary>A picture several times, each time with a map of shares laid over it.</summary>
/// <param name="heading">What stands above them.</param>
/// <param name="note">How to read the maps.</param>
/// <param name="picture">The picture.</param>
/// <param name="maps">The maps.</param>
public sealed class PictureHeatSection(string heading, string note, HeatPicture picture, IReadOnlyList<HeatMap> maps) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html)
    {
        html.Element("p", note, ("class", "note"));
        html.Element("div", () =>
        {
            foreach (HeatMap map in maps)
            {
                html.Element("figure", () => WriteMap(html, map));
            }
        }, ("class", "maps"));
    }

    private void WriteMap(HtmlWriter html, HeatMap map)
    {
        int columns = (int)Math.Round(Math.Sqrt(map.Cells.Count));
        string size = $"{columns}";
        html.Element("svg", () =>
        {
            html.Element("image", "", ("href", $"data:image/jpeg;base64,{Convert.ToBase64String(picture.Jpeg.Span)}"), ("width", size), ("height", size),
                ("preserveAspectRatio", picture.IsPadded ? "xMidYMid meet" : "xMidYMid slice"));
            WriteCells(html, map.Cells, columns);
        }, ("viewBox", $"0 0 {size} {size}"), ("role", "img"), ("aria-label", map.Title));
        html.Element("figcaption", map.IsWrong ? $"{map.Title} (not in the picture)" : map.Title, ("class", map.IsWrong ? "untrue" : ""));
    }

    private static void WriteCells(HtmlWriter html, IReadOnlyList<double> cells, int columns)
    {
        var levels = HeatLevels.Of(cells);
        for (int cell = 0; cell < cells.Count; cell++)
        {
            html.Element("rect", "", ("class", $"shade{levels.Level(cells[cell])}"), ("x", $"{cell % columns}"), ("y", $"{cell / columns}"), ("width", "1"), ("height", "1"));
        }
    }
}

/// <summary>A picture as a model sees it.</summary>
/// <param name="Jpeg">A JPEG file.</param>
/// <param name="IsPadded">Whether the model sees all of it in a square, rather than the middle.</param>
public sealed record HeatPicture(ReadOnlyMemory<byte> Jpeg, bool IsPadded);

/// <summary>Shares of a picture's square cells, row by row.</summary>
/// <param name="Title">What the shares belong to.</param>
/// <param name="Cells">The shares; as many rows as columns.</param>
/// <param name="IsWrong">Whether the title names what the picture does not show.</param>
public sealed record HeatMap(string Title, IReadOnlyList<double> Cells, bool IsWrong);
