namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// The tokens in which two answers differ: those outside their longest common subsequence. In a pair made by correcting
/// an answer they are the correction, which DDPO weighs more: arXiv:2312.00849, section 3.2.
/// </summary>
public static class ChangedSegments
{
    /// <summary>Finds them.</summary>
    /// <param name="chosen">Tokens of one answer.</param>
    /// <param name="rejected">Tokens of the other.</param>
    public static ChangedTokens Find(ReadOnlySpan<long> chosen, ReadOnlySpan<long> rejected)
    {
        int[,] common = CommonLengths(chosen, rejected);
        var changed = new ChangedTokens(AllChanged(chosen.Length), AllChanged(rejected.Length));
        int i = 0;
        int j = 0;
        while (i < chosen.Length && j < rejected.Length)
        {
            if (chosen[i] == rejected[j])
            {
                changed.Chosen[i++] = false;
                changed.Rejected[j++] = false;
            }
            else if (common[i + 1, j] >= common[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return changed;
    }

    /// <summary>Weights of an answer's tokens for <see cref="AnswerSums.WeightedMean"/>: γ where changed, else 1.</summary>
    /// <param name="changed">Where the answer differs from the other.</param>
    /// <param name="gamma">γ; the paper has 5.</param>
    public static float[] Weights(IEnumerable<bool> changed, double gamma) => [.. changed.Select(isChanged => isChanged ? (float)gamma : 1)];

    /// <summary>Length of the longest common subsequence of the tails that begin at each pair of places.</summary>
    private static int[,] CommonLengths(ReadOnlySpan<long> chosen, ReadOnlySpan<long> rejected)
    {
        int[,] lengths = new int[chosen.Length + 1, rejected.Length + 1];
        for (int i = chosen.Length - 1; i >= 0; i--)
        {
            for (int j = rejected.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = chosen[i] == rejected[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }

    private static bool[] AllChanged(int length)
    {
        bool[] changed = new bool[length];
        Array.Fill(changed, true);
        return changed;
    }
}

/// <summary>Where two answers differ.</summary>
/// <param name="Chosen">For each token of the chosen answer, whether it is changed.</param>
/// <param name="Rejected">For each token of the rejected answer, whether it is changed.</param>
public sealed record ChangedTokens(bool[] Chosen, bool[] Rejected);
