namespace Trainer.Decoding.Strategies.Opera;

/// <summary>Where one token looks.</summary>
/// <param name="Answer">Its weights of the answer's tokens, itself last.</param>
/// <param name="Image">Sum of its weights of the picture's tokens.</param>
public sealed record AttentionRow(double[] Answer, double Image)
{
    /// <summary>Makes a row of weights that sum to 1: the maximum over heads, which they come from, does not.</summary>
    /// <param name="weights">Of the tokens of prompt and answer, the token itself last.</param>
    /// <param name="isImage">For each token of the prompt, whether it belongs to a picture.</param>
    public static AttentionRow Of(ReadOnlySpan<float> weights, ReadOnlySpan<bool> isImage)
    {
        double sum = 0;
        double image = 0;
        for (int i = 0; i < isImage.Length; i++)
        {
            sum += weights[i];
            image += isImage[i] ? weights[i] : 0;
        }

        ReadOnlySpan<float> behind = weights[isImage.Length..];
        foreach (float weight in behind)
        {
            sum += weight;
        }

        var answer = new double[behind.Length];
        for (int i = 0; i < answer.Length; i++)
        {
            answer[i] = behind[i] / sum;
        }

        return new AttentionRow(answer, image / sum);
    }
}
