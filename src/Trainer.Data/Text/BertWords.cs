using System.Globalization;
using System.Text;

namespace Trainer.Data.Text;

/// <summary>The words of a text as BERT without capitals sees them: small letters without accents, each mark and each Chinese character a word of its own.</summary>
internal static class BertWords
{
    // Blocks of Chinese characters in the reference's table; Korean and Japanese letters are not among them.
    private static readonly (int First, int Last)[] Chinese =
    [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
    ];

    /// <summary>The words, in order.</summary>
    internal static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder();
        foreach (Rune letter in BertLetters.Of(text).EnumerateRunes().Where(IsKept))
        {
            bool isAlone = StandsAlone(letter);
            if ((isAlone || IsSpace(letter)) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isAlone)
            {
                yield return letter.ToString();
            }
            else if (!IsSpace(letter))
            {
                word.Append(letter.ToString());
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static bool IsSpace(Rune letter) => letter.Value is ' ' or '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(letter) == UnicodeCategory.SpaceSeparator;

    /// <summary>Accents, controls and broken characters go.</summary>
    private static bool IsKept(Rune letter) => IsSpace(letter) || (letter.Value != 0xFFFD && Rune.GetUnicodeCategory(letter) is not
        (UnicodeCategory.NonSpacingMark or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate));

    // The reference takes ASCII's symbols for punctuation too.
    private static bool StandsAlone(Rune letter) => letter.IsAscii
        ? letter.Value > ' ' && !char.IsAsciiLetterOrDigit((char)letter.Value)
        : Rune.IsPunctuation(letter) || Array.Exists(Chinese, block => letter.Value >= block.First && letter.Value <= block.Last);
}
