namespace Trainer.Evaluation.Reports;

/// <summary>Pictures with what several models said of them, side by side.</summary>
/// <param name="heading">What stands above them.</param>
/// <param name="samples">The pictures, in order.</param>
public sealed class GallerySection(string heading, IReadOnlyList<GallerySample> samples) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html)
    {
        foreach (GallerySample sample in samples)
        {
            html.Element("article", () => WriteSample(html, sample), ("class", "sample"));
        }
    }

    private static void WriteSample(HtmlWriter html, GallerySample sample)
    {
        string picture = $"data:image/jpeg;base64,{Convert.ToBase64String(sample.Thumbnail.Span)}";
        html.Void("img", ("src", picture), ("alt", sample.Prompt));
        html.Element("div", () =>
        {
            html.Element("p", sample.Prompt, ("class", "prompt"));
            html.Element("div", () =>
            {
                foreach (GalleryAnswer answer in sample.Answers)
                {
                    html.Element("div", () => WriteAnswer(html, answer), ("class", "answer"));
                }
            }, ("class", "answers"));
            if (sample.GroundTruth.Count > 0)
            {
                html.Element("p", $"In the picture: {string.Join(", ", sample.GroundTruth)}", ("class", "truth"));
            }
        });
    }

    private static void WriteAnswer(HtmlWriter html, GalleryAnswer answer)
    {
        html.Element("h3", answer.Model);
        html.Element("p", () => MarkedText.Write(html, answer.Text, answer.Marks));
    }
}

/// <summary>One picture and what was said of it.</summary>
/// <param name="Thumbnail">A small JPEG file.</param>
/// <param name="Prompt">What the models were asked.</param>
/// <param name="Answers">What they said, one each.</param>
/// <param name="GroundTruth">Names of the objects in the picture; empty where nobody knows.</param>
public sealed record GallerySample(
    ReadOnlyMemory<byte> Thumbnail, string Prompt, IReadOnlyList<GalleryAnswer> Answers, IReadOnlyList<string> GroundTruth);

/// <summary>What one model said.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Text">Its answer.</param>
/// <param name="Marks">Objects named in the answer.</param>
public sealed record GalleryAnswer(string Model, string Text, IReadOnlyList<TextMark> Marks);

/// <summary>Letters of an answer that name an object, or in which two answers differ.</summary>
/// <param name="Start">Index of the first letter, from 0.</param>
/// <param name="Length">Number of letters.</param>
/// <param name="IsHallucinated">Whether the picture does not hold the object, or the answer is the worse one.</param>
public readonly record struct TextMark(int Start, int Length, bool IsHallucinated);
