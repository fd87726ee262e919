using Trainer.Annotation.Agreement;
using Trainer.Annotation.Judgements;

namespace Trainer.Annotation.Tests.Agreement;

public sealed class AgreementReportTests
{
    [Fact]
    public void Of_TwoAnnotators_CountsEachQuestionApart()
    {
        var judgements = new Dictionary<string, IReadOnlyList<Judgement>>
        {
            ["bob"] = [Said(0, Choice.First, Choice.Second), Said(1, Choice.Same, Choice.First)],
            ["ann"] = [Said(0, Choice.First, Choice.First), Said(1, Choice.Second, Choice.First), Said(2, Choice.Same, Choice.Same)],
        };

        AgreementReport report = AgreementReport.Of(judgements);

        Assert.Equal([("ann", 3), ("bob", 2)], report.Annotators.Select(annotator => (annotator.Key, annotator.Value)));

        // Hallucination: alike in the first of two. Help: in the second. Preference: second and second, then first (by help) and first.
        Assert.Equal(
            [("hallucination", 2, 2, 0.5), ("helpfulness", 2, 2, 0.5), ("preference", 2, 2, 1.0)],
            report.Questions.Select(question => (question.Question, question.Items, question.Comparisons, question.PercentAgreement!.Value)));
    }

    private static Judgement Said(int item, Choice hallucination, Choice helpfulness) =>
        new(item, Choice.First) { Hallucination = hallucination, Helpfulness = helpfulness };
}
