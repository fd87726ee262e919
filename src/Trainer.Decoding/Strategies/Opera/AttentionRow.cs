using System.Runtime.Intrinsics;

namespace Trainer.Decoding.Strategies.Opera;

/// <summary>Where one token looks.</summary>
/// <param name="Answer">Its weights of the answer's tokens, itself last.</param>
/// <param name="Image">Sum of its weights of the picture's tokens.</param>
public sealed record AttentionRow(double[] Answer, double Image)
{
    /// <summary>Makes a row of weights that sum to 1: the maximum over heads, which they come from, does not.</summary>
    /// <param name="before">Weights of the tokens of prompt and answer before this one.</param>
    /// <param name="itself">Its weight of itself.</param>
    /// <param name="isImage">For each token of the prompt, whether it belongs to a picture.</param>
    public static AttentionRow Of(ReadOnlySpan<float> before, float itself, ReadOnlySpan<bool> isImage)
    {
        double image = 0;
        for (int i = 0; i < isImage.Length; i++)
        {
            if (isImage[i])
            {
                image += before[i];
            }
        }

        double sum = Sum(before) + itself;
        ReadOnlySpan<float> behind = before[isImage.Length..];
        var answer = new double[behind.Length + 1];
        for (int i = 0; i < behind.Length; i++)
        {
            answer[i] = behind[i] / sum;
        }

        answer[^1] = itself / sum;
        return new AttentionRow(answer, image / sum);
    }

    /// <summary>Four sums side by side, since each addition would wait for the one before.</summary>
    private static double Sum(ReadOnlySpan<float> weights)
    {
        Vector256<double> sums = default;
        for (; weights.Length >= Vector128<float>.Count; weights = weights[Vector128<float>.Count..])
        {
            (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(Vector128.Create(weights));
            sums += Vector256.Create(lower, upper);
        }

        double sum = Vector256.Sum(sums);
        foreach (float weight in weights)
        {
            sum += weight;
        }

        return sum;
    }
}
