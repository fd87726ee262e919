namespace Trainer.Decoding.Explanations;

/// <summary>How one token's attention is shared out, mean over heads; the three shares sum to 1.</summary>
/// <param name="Patches">Share of each of the picture's tokens.</param>
/// <param name="Words">Share of the prompt's words.</param>
/// <param name="Answer">Share of the answer so far.</param>
public sealed record AttentionShares(IReadOnlyList<float> Patches, double Words, double Answer)
{
    /// <summary>Share of the picture.</summary>
    public double Image { get; } = Patches.Sum(weight => (double)weight);

    /// <summary>Sorts a row of weights.</summary>
    /// <param name="weights">Of the tokens of prompt and answer.</param>
    /// <param name="isImage">For each token of the prompt, whether it belongs to a picture.</param>
    internal static AttentionShares Of(ReadOnlySpan<float> weights, ReadOnlySpan<bool> isImage)
    {
        var patches = new List<float>();
        (double words, double answer) = (0, 0);
        for (int i = 0; i < weights.Length; i++)
        {
            if (i >= isImage.Length)
            {
                answer += weights[i];
            }
            else if (isImage[i])
            {
                patches.Add(weights[i]);
            }
            else
            {
                words += weights[i];
            }
        }

        return new AttentionShares(patches, words, answer);
    }
}
