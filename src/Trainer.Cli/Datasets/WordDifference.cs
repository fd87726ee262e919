using System.Text.RegularExpressions;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Datasets;

/// <summary>The words in which two answers differ: those outside their longest common subsequence of words.</summary>
internal static partial class WordDifference
{
    // The table of the comparison has a cell for each two words.
    private const int MostCells = 4_000_000;

    /// <summary>Marks the words of each answer that the other one lacks; none in answers of many thousand words.</summary>
    /// <param name="chosen">The better answer.</param>
    /// <param name="rejected">The worse answer.</param>
    internal static (IReadOnlyList<TextMark> Chosen, IReadOnlyList<TextMark> Rejected) Of(string chosen, string rejected)
    {
        Match[] better = [.. Words().Matches(chosen).Cast<Match>()];
        Match[] worse = [.. Words().Matches(rejected).Cast<Match>()];
        if ((long)better.Length * worse.Length > MostCells)
        {
            return ([], []);
        }

        (bool[] isBetterShared, bool[] isWorseShared) = Shared(better, worse, Lengths(better, worse));
        return (Marks(better, isBetterShared, isWrong: false), Marks(worse, isWorseShared, isWrong: true));
    }

    /// <summary>Length of the longest common subsequence of what follows each two words.</summary>
    private static int[,] Lengths(Match[] one, Match[] other)
    {
        var lengths = new int[one.Length + 1, other.Length + 1];
        for (int i = one.Length - 1; i >= 0; i--)
        {
            for (int j = other.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = one[i].Value == other[j].Value ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }

    private static (bool[] One, bool[] Other) Shared(Match[] one, Match[] other, int[,] lengths)
    {
        var shared = (One: new bool[one.Length], Other: new bool[other.Length]);
        (int i, int j) = (0, 0);
        while (i < one.Length && j < other.Length)
        {
            if (one[i].Value == other[j].Value)
            {
                (shared.One[i], shared.Other[j]) = (true, true);
                (i, j) = (i + 1, j + 1);
            }
            else
            {
                bool skipsOne = lengths[i + 1, j] >= lengths[i, j + 1];
                (i, j) = skipsOne ? (i + 1, j) : (i, j + 1);
            }
        }

        return shared;
    }

    /// <summary>One mark for each run of words that the other answer lacks.</summary>
    private static List<TextMark> Marks(Match[] words, bool[] isShared, bool isWrong)
    {
        var marks = new List<TextMark>();
        for (int first = Array.IndexOf(isShared, false); first >= 0;)
        {
            int next = Array.IndexOf(isShared, true, first);
            Match last = words[(next < 0 ? words.Length : next) - 1];
            marks.Add(new TextMark(words[first].Index, last.Index + last.Length - words[first].Index, isWrong));
            first = next < 0 ? -1 : Array.IndexOf(isShared, false, next);
        }

        return marks;
    }

    [GeneratedRegex(@"\S+")]
    private static partial Regex Words();
}
