namespace Trainer.Evaluation.Reports;

/// <summary>A training record: its pictures, its texts, and its tokens coloured by what training makes of them.</summary>
/// <param name="heading">Names the record.</param>
/// <param name="sheet">What is shown of it.</param>
public sealed class RecordSection(string heading, RecordSheet sheet) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html)
    {
        html.Element("p", sheet.Outcome, ("class", sheet.IsUsed ? "note" : "unused"));
        html.Element("div", () => WriteOriginal(html), ("class", sheet.Pictures.Count > 0 ? "original" : "texts"));
        foreach (TokenRow row in sheet.Rows)
        {
            html.Element("h3", row.Title);
            html.Element("p", () => WriteTokens(html, row.Tokens), ("class", "tokens"));
        }
    }

    private void WriteOriginal(HtmlWriter html)
    {
        if (sheet.Pictures.Count > 0)
        {
            html.Element("div", () => WritePictures(html));
        }

        html.Element("div", () =>
        {
            foreach (SheetText text in sheet.Texts)
            {
                html.Element("h3", text.Speaker);
                html.Element("p", () => MarkedText.Write(html, text.Text, text.Marks), ("class", "said"));
            }
        });
    }

    private void WritePictures(HtmlWriter html)
    {
        foreach (SheetPicture picture in sheet.Pictures)
        {
            if (picture.Thumbnail.Length > 0)
            {
                html.Void("img", ("src", $"data:image/jpeg;base64,{Convert.ToBase64String(picture.Thumbnail.Span)}"), ("alt", picture.Note));
            }

            html.Element("p", picture.Note, ("class", "note"));
        }
    }

    private static void WriteTokens(HtmlWriter html, IReadOnlyList<SheetToken> tokens)
    {
        foreach (SheetToken token in tokens)
        {
            html.Inline("span", token.Text, ("class", token.Colour.ToString().ToLowerInvariant()), ("title", token.Note));
        }
    }
}

/// <summary>What is shown of a training record.</summary>
public sealed record RecordSheet
{
    /// <summary>What becomes of it, in a sentence.</summary>
    public required string Outcome { get; init; }

    /// <summary>Whether it is trained on.</summary>
    public bool IsUsed { get; init; } = true;

    /// <summary>Its pictures.</summary>
    public IReadOnlyList<SheetPicture> Pictures { get; init; } = [];

    /// <summary>Its texts, in order.</summary>
    public IReadOnlyList<SheetText> Texts { get; init; } = [];

    /// <summary>Its tokens.</summary>
    public IReadOnlyList<TokenRow> Rows { get; init; } = [];
}

/// <summary>A picture of a record.</summary>
/// <param name="Thumbnail">A small JPEG file; empty where the picture can't be read.</param>
/// <param name="Note">Its name, or why it can't be read.</param>
public sealed record SheetPicture(ReadOnlyMemory<byte> Thumbnail, string Note);

/// <summary>A text of a record.</summary>
/// <param name="Speaker">Who says it.</param>
/// <param name="Text">What is said.</param>
/// <param name="Marks">Words that stand out.</param>
public sealed record SheetText(string Speaker, string Text, IReadOnlyList<TextMark> Marks);

/// <summary>Tokens that belong together.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Tokens">The tokens, in order.</param>
public sealed record TokenRow(string Title, IReadOnlyList<SheetToken> Tokens);

/// <summary>One token.</summary>
/// <param name="Text">How the vocabulary writes it.</param>
/// <param name="Note">Its place and id.</param>
/// <param name="Colour">How it looks.</param>
public sealed record SheetToken(string Text, string Note, TokenColour Colour);

/// <summary>How a token looks.</summary>
public enum TokenColour
{
    /// <summary>Grey: nothing is learnt from it.</summary>
    Masked,

    /// <summary>Green: it is learnt.</summary>
    Learnt,

    /// <summary>Framed: a score is read at it.</summary>
    Scored,

    /// <summary>Blue: it stands for a picture.</summary>
    Picture,

    /// <summary>Struck out: it is beyond the limit.</summary>
    Cut,
}
