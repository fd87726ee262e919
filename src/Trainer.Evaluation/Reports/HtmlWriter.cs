using System.Net;
using System.Text;

namespace Trainer.Evaluation.Reports;

/// <summary>Writes HTML in which every text and attribute is escaped, so that a model's answer cannot become markup.</summary>
public sealed class HtmlWriter
{
    private readonly StringBuilder html = new();

    /// <summary>Writes an element around what <paramref name="content"/> writes.</summary>
    /// <param name="tag">Element name, from the program and never from data.</param>
    /// <param name="content">Writes the children.</param>
    /// <param name="attributes">Attribute names, from the program, with values of any origin.</param>
    public void Element(string tag, Action content, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Open(tag, attributes);
        content();
        html.Append("</").Append(tag).Append(">\n");
    }

    /// <summary>Writes an element that holds only text.</summary>
    public void Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Open(tag, attributes);
        Text(text);
        html.Append("</").Append(tag).Append(">\n");
    }

    /// <summary>Writes an element without content or end tag, such as <c>img</c> or <c>meta</c>.</summary>
    public void Void(string tag, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(tag, attributes);

    /// <summary>Writes text.</summary>
    public void Text(string text) => html.Append(WebUtility.HtmlEncode(text));

    /// <summary>Writes text inside an element, with no line break after it, for use amid a sentence.</summary>
    public void Inline(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Open(tag, attributes);
        Text(text);
        html.Append("</").Append(tag).Append('>');
    }

    /// <summary>Writes the style sheet, the one part that is not escaped.</summary>
    internal void Style(string css) => html.Append("<style>").Append(css).Append("</style>\n");

    /// <summary>Everything written so far.</summary>
    public override string ToString() => html.ToString();

    private void Open(string tag, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        html.Append('<').Append(tag);
        foreach ((string name, string value) in attributes)
        {
            html.Append(' ').Append(name).Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
        }

        html.Append('>');
    }
}
