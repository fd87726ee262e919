namespace Trainer.Evaluation.Reports;

/// <summary>Writes text with marks in it.</summary>
internal static class MarkedText
{
    /// <summary>Marks that overlap an earlier one or leave the text are left out, so that no letter is lost or repeated.</summary>
    internal static void Write(HtmlWriter html, string text, IEnumerable<TextMark> marks)
    {
        int written = 0;
        foreach (TextMark mark in marks.OrderBy(mark => mark.Start))
        {
            if (mark.Start >= written && mark.Length > 0 && mark.Length <= text.Length - mark.Start)
            {
                html.Text(text[written..mark.Start]);
                written = mark.Start + mark.Length;
                html.Inline("mark", text[mark.Start..written], ("class", mark.IsHallucinated ? "wrong" : "right"));
            }
        }

        html.Text(text[written..]);
    }
}
