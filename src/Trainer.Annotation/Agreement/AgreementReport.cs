using Trainer.Annotation.Judgements;

namespace Trainer.Annotation.Agreement;

/// <summary>How far annotators agree.</summary>
/// <param name="Annotators">How many pairs each has judged.</param>
/// <param name="Questions">For each question, and for the preference that follows from both.</param>
public sealed record AgreementReport(IReadOnlyDictionary<string, int> Annotators, IReadOnlyList<QuestionAgreement> Questions)
{
    /// <summary>Compares what several annotators said of the same pairs.</summary>
    /// <param name="judgements">What each has judged.</param>
    public static AgreementReport Of(IReadOnlyDictionary<string, IReadOnlyList<Judgement>> judgements)
    {
        QuestionAgreement About(string question, Func<Judgement, Choice?> choice) => QuestionAgreement.Of(question, new Ratings<Choice>(
            from annotator in judgements
            from judgement in annotator.Value
            let chosen = choice(judgement)
            where chosen is not null
            select (judgement.Item, annotator.Key, chosen.Value)));

        return new AgreementReport(
            new SortedDictionary<string, int>(judgements.ToDictionary(annotator => annotator.Key, annotator => annotator.Value.Count), StringComparer.Ordinal),
            [
                About("hallucination", judgement => judgement.Hallucination),
                About("helpfulness", judgement => judgement.Helpfulness),
                About("preference", judgement => judgement.Preference),
            ]);
    }
}

/// <summary>Agreement about one question.</summary>
/// <param name="Question">Which.</param>
/// <param name="Items">Pairs that two annotators or more have judged.</param>
/// <param name="Comparisons">Two annotators who judged one pair, counted over all pairs.</param>
/// <param name="PercentAgreement">Share of these that agree; null without any.</param>
/// <param name="CohenKappa">For two annotators; null otherwise.</param>
/// <param name="KrippendorffAlpha">For any number; null where everybody always says the same.</param>
public sealed record QuestionAgreement(string Question, int Items, int Comparisons, double? PercentAgreement, double? CohenKappa, double? KrippendorffAlpha)
{
    internal static QuestionAgreement Of(string question, Ratings<Choice> ratings) =>
        new(question, ratings.Units, ratings.Pairs, ratings.PercentAgreement, ratings.CohenKappa, ratings.KrippendorffAlpha);
}
