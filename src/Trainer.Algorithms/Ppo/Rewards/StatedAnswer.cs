using System.Text.RegularExpressions;
using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>What an answer commits itself to, in words of English.</summary>
internal static partial class StatedAnswer
{
    /// <summary>Yes or no, if that is the first whole word, in any case; else nothing.</summary>
    internal static CaptionType? YesOrNo(string text) => Read(FirstWord().Match(text));

    /// <summary>
    /// The letter of the last "correct option (answer, choice) is X", where a reasoned answer concludes; otherwise the letter that the
    /// answer begins with, if it stands alone or before a full stop, bracket or colon, so that "A dog" is no choice; else nothing.
    /// </summary>
    internal static CaptionType? Choice(string text) => Read(Conclusion().Match(text)) ?? Read(FirstLetter().Match(text));

    private static CaptionType? Read(Match match) =>
        match.Success ? Enum.Parse<CaptionType>(match.Groups["word"].Value, ignoreCase: true) : null;

    [GeneratedRegex(@"^\W*(?<word>yes|no)(?![\w'’-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();

    // Case counts for the letter alone: "the correct answer is a dog" names no choice.
    [GeneratedRegex(@"\b(?i:correct (?:option|answer|choice) is):?\s*\(?(?<word>[A-D])(?!\w)", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Conclusion();

    [GeneratedRegex(@"^\W*(?<word>[A-D])(?:[.):]|\s*$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstLetter();
}
