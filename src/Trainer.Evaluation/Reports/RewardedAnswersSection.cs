namespace Trainer.Evaluation.Reports;

/// <summary>Answers about pictures, the best rewarded above and the worst below, with what each reward is made of.</summary>
/// <param name="heading">What stands above the table.</param>
/// <param name="note">Where the answers come from.</param>
/// <param name="highest">The best rewarded answers, best first; at least one.</param>
/// <param name="lowest">The worst rewarded answers, worst last; may be empty.</param>
public sealed class RewardedAnswersSection(
    string heading, string note, IReadOnlyList<RewardedAnswer> highest, IReadOnlyList<RewardedAnswer> lowest) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html)
    {
        string[] terms = [.. highest[0].Terms.Keys];
        html.Element("p", note, ("class", "note"));
        html.Element("table", () =>
        {
            html.Element("tr", () => WriteColumns(html, terms));
            WriteRows(html, highest, "Highest rewards", terms);
            WriteRows(html, lowest, "Lowest rewards", terms);
        }, ("class", "rewarded"));
    }

    private static void WriteColumns(HtmlWriter html, IEnumerable<string> terms)
    {
        html.Element("th", "Picture", ("scope", "col"));
        html.Element("th", "Question and answer", ("scope", "col"));
        foreach (string column in terms.Prepend("reward"))
        {
            html.Element("th", column.Replace('_', ' '), ("scope", "col"), ("class", "number"));
        }
    }

    private static void WriteRows(HtmlWriter html, IReadOnlyList<RewardedAnswer> answers, string title, string[] terms)
    {
        if (answers.Count > 0)
        {
            html.Element("tr", () => html.Element("th", title, ("colspan", $"{terms.Length + 3}"), ("class", "group")));
        }

        foreach (RewardedAnswer answer in answers)
        {
            html.Element("tr", () => WriteRow(html, answer, terms));
        }
    }

    private static void WriteRow(HtmlWriter html, RewardedAnswer answer, string[] terms)
    {
        html.Element("td", () =>
        {
            if (answer.Thumbnail.Length > 0)
            {
                html.Void("img", ("src", $"data:image/jpeg;base64,{Convert.ToBase64String(answer.Thumbnail.Span)}"), ("alt", answer.Question));
            }
        });
        html.Element("td", () =>
        {
            html.Element("p", answer.Question, ("class", "prompt"));
            html.Element("p", answer.Answer.Length > 0 ? answer.Answer : "(nothing)", ("class", answer.Answer.Length > 0 ? "said" : "note"));
        });
        html.Element("td", Number(answer.Reward), ("class", "number total"));
        foreach (string term in terms)
        {
            html.Element("td", Number(answer.Terms[term]), ("class", "number"));
        }
    }

    private static string Number(double value) => value.ToString("0.00;-0.00;0.00");
}

/// <summary>An answer with its reward.</summary>
/// <param name="Thumbnail">A small JPEG file; empty where there is no picture.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was said.</param>
/// <param name="Reward">What it got in all.</param>
/// <param name="Terms">What that is made of, by name; all answers of a table have the same terms.</param>
public sealed record RewardedAnswer(
    ReadOnlyMemory<byte> Thumbnail, string Question, string Answer, double Reward, IReadOnlyDictionary<string, double> Terms);
