using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trainer.Cli.Models;
using Trainer.Data.Batches;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Explanations;

/// <summary>Makes the pages of <c>explain-answer</c>.</summary>
/// <param name="model">The model whose answers are explained.</param>
/// <param name="pictures">Reads pictures; the same reader as the answers' decodes each once.</param>
/// <param name="span">For how many tokens a summary token is trusted most.</param>
internal sealed class ExplanationPage(Dialogue model, IImageReader pictures, int span)
{
    /// <summary>Answers of a study that are shown one by one: those with the most objects that are not there.</summary>
    private const int Shown = 3;

    private readonly Explainer explainer = new(model, pictures);

    /// <summary>One answer.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="imagePath">About which picture; null: none.</param>
    /// <param name="answer">What was said.</param>
    /// <param name="truth">What pictures show; null: nobody knows.</param>
    internal ExplainedPage OfOne(string question, string? imagePath, string answer, PictureTruth? truth)
    {
        ExplainedAnswer explained = Explain(new SaidOfPicture(imagePath ?? string.Empty, question, answer), truth);
        return new ExplainedPage(Page("Why did it say that?", Sections(explained)), ExplanationJson.Of(explained, span), Table(explained));
    }

    /// <summary>Many descriptions, and what they have in common. Those that are empty are left out.</summary>
    internal ExplainedPage OfMany(IEnumerable<SaidOfPicture> said, PictureTruth truth)
    {
        ExplainedAnswer[] answers = [.. said.Where(each => each.Answer.Length > 0).Select(each => Explain(each, truth))];
        if (answers.Length == 0)
        {
            throw new UsageException("Every answer was empty, so that there is nothing to explain. Raise --max-new-tokens, or look at the model with generate.");
        }

        var study = new AttentionStudy(answers, span);
        IEnumerable<ExplainedAnswer> worst = answers.OrderByDescending(answer => answer.Objects!.Hallucinated.Count).Take(Shown);
        return new ExplainedPage(Page("What answers rest on", [.. study.Sections(), .. worst.SelectMany(Sections)]), study.ToJson(), string.Empty);
    }

    private ExplainedAnswer Explain(SaidOfPicture said, PictureTruth? truth)
    {
        string? image = said.ImagePath.Length > 0 ? said.ImagePath : null;
        ExplainedAnswer explained = explainer.Explain(said.Question, image, said.Answer);
        return explained with { Objects = image is null ? null : truth?.Judge(image, explained.Answer) };
    }

    private IEnumerable<IReportSection> Sections(ExplainedAnswer answer) => new ExplanationSections(answer, explainer.IsPadded, span).All();

    private static Report Page(string title, IEnumerable<IReportSection> sections) => sections.Aggregate(new Report(title), (report, section) => report.Add(section));

    private static string Table(ExplainedAnswer answer)
    {
        var text = new StringBuilder("word                 seeing adds  picture  prompt  answer  over-trust  leans on\n");
        foreach (ExplainedToken token in answer.Tokens)
        {
            string leansOn = answer.Tokens[token.Why.Trusted].Text.Trim();
            text.Append(CultureInfo.InvariantCulture, $"{token.Text.Trim(),-20} {token.Why.Seen,11:F2}  {token.Why.Attention.Image,7:P0}  {token.Why.Attention.Words,6:P0}  {token.Why.Attention.Answer,6:P0}  {token.Why.OverTrust,10:G2}  {leansOn}\n");
        }

        return text.ToString();
    }
}

/// <summary>An explanation in three forms.</summary>
/// <param name="Report">For a browser.</param>
/// <param name="Json">For programs.</param>
/// <param name="Text">For a terminal; may be empty.</param>
internal sealed record ExplainedPage(Report Report, JsonObject Json, string Text);
