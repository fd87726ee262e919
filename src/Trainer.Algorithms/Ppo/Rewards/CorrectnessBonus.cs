using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>How an answer is held against the truth of its question.</summary>
public enum CorrectnessRule
{
    /// <summary>Yes and no alike, whole words, and wrong choices cost: see <see cref="StatedAnswer"/>.</summary>
    Symmetric,

    /// <summary>LLaVA-RLHF's tests of prefixes: None counts as no, Yesterday as yes, questions whose truth is yes and wrong choices as nothing.</summary>
    Released,
}

/// <summary>Rewards answers that are right where the question has a known answer.</summary>
/// <remarks>
/// Yes or no: ½ if right, −½ if wrong. A choice of four: 1 if right, −⅓ if wrong (released: 0). So whoever guesses earns nothing on
/// average, and always saying no is no way to a reward. Answers that commit to nothing get 0.
/// </remarks>
/// <param name="weight">Factor of these numbers; LLaVA-RLHF has 2.</param>
/// <param name="rule">How answers are read.</param>
public sealed class CorrectnessBonus(double weight, CorrectnessRule rule) : IRewardTerm
{
    private const double Half = 0.5;
    private const double WrongChoice = -1.0 / 3;

    /// <inheritdoc/>
    public string Name => "correctness";

    /// <inheritdoc/>
    public double Score(FinishedAnswer answer) =>
        weight * (rule == CorrectnessRule.Released ? Released(answer) : Symmetric(answer));

    private static double Symmetric(FinishedAnswer answer) => answer.Kind switch
    {
        CaptionType.General => 0,
        CaptionType.Yes or CaptionType.No => Compare(StatedAnswer.YesOrNo(answer.Text), answer.Kind, Half, -Half),
        _ => Compare(StatedAnswer.Choice(answer.Text), answer.Kind, 1, WrongChoice),
    };

    private static double Compare(CaptionType? stated, CaptionType truth, double right, double wrong) =>
        stated is null ? 0 : stated == truth ? right : wrong;

    private static double Released(FinishedAnswer answer)
    {
        string text = answer.Text.Trim();
        return answer.Kind switch
        {
            CaptionType.General or CaptionType.Yes => 0,
            CaptionType.No => StartsWith("No") ? Half : StartsWith("Yes") ? -Half : 0,
            _ => StartsWith($"{answer.Kind}.") || text.Contains($"correct option is {answer.Kind}.", StringComparison.Ordinal) ? 1 : 0,
        };

        bool StartsWith(string prefix) => text.StartsWith(prefix, StringComparison.Ordinal);
    }
}
