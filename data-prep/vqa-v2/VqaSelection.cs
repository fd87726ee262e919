using System.Globalization;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.VqaV2;

/// <summary>Which of the questions are kept.</summary>
/// <param name="YesNoOnly">Only those that are answered with yes or no.</param>
/// <param name="Balanced">As many with yes as with no.</param>
internal sealed record VqaSelection(bool YesNoOnly, bool Balanced)
{
    private const string Yes = "yes";
    private const string No = "no";

    /// <summary>Chooses, and counts the others by reason.</summary>
    internal List<VqaQuestion> Choose(IEnumerable<VqaQuestion> questions, GatherLog log)
    {
        List<VqaQuestion> chosen = Keep(questions, question => !YesNoOnly || question.IsYesNo, "answered with other than yes or no", log);
        // People who agree on neither are counted as this type, too: "not sure".
        chosen = Keep(chosen, question => !question.IsYesNo || question.Answer is Yes or No, "yes/no question answered with neither", log);
        return Balanced ? Balance(chosen, log) : chosen;
    }

    /// <summary>Which of too many are left out is a function of the question's number alone.</summary>
    private static List<VqaQuestion> Balance(List<VqaQuestion> questions, GatherLog log)
    {
        int least = Math.Min(questions.Count(question => question.Answer == Yes), questions.Count(question => question.Answer == No));
        var kept = new HashSet<long>(new[] { Yes, No }.SelectMany(answer => questions
            .Where(question => question.Answer == answer)
            .Select(question => question.Id)
            .OrderBy(id => NameHash.Of(id.ToString(CultureInfo.InvariantCulture)))
            .Take(least)));
        return Keep(questions, question => !question.IsYesNo || kept.Contains(question.Id), "too many of the same answer", log);
    }

    private static List<VqaQuestion> Keep(IEnumerable<VqaQuestion> questions, Func<VqaQuestion, bool> isKept, string reason, GatherLog log)
    {
        var kept = new List<VqaQuestion>();
        foreach (VqaQuestion question in questions)
        {
            if (isKept(question))
            {
                kept.Add(question);
            }
            else
            {
                log.LeaveOut(reason);
            }
        }

        return kept;
    }
}
