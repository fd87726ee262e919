using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// Adds log-probabilities of tokens up to those of answers. By a product with a matrix of weights, which, unlike scattered
/// addition, gives the same bits on every run on every device.
/// </summary>
public static class AnswerSums
{
    /// <summary>The log-probability of each answer: arXiv:2305.18290's log π(y | x). An answer without tokens has 0.</summary>
    /// <param name="logProbs">Of the scored tokens of all answers, [tokens].</param>
    /// <param name="rows">The answer that each token belongs to, from 0.</param>
    /// <param name="answers">Number of answers.</param>
    /// <returns>[answers], of the type of <paramref name="logProbs"/>.</returns>
    public static Tensor Of(Tensor logProbs, ReadOnlySpan<int> rows, int answers)
    {
        float[] ones = new float[rows.Length];
        Array.Fill(ones, 1);
        return Weights(ones, rows, answers).To(logProbs.Placement).MatMul(logProbs);
    }

    /// <summary>
    /// The weighted mean Σ w · log p / Σ w of each answer. With <see cref="ChangedSegments.Weights"/> it is DDPO's
    /// (Σ_unchanged + γ Σ_changed) / (|unchanged| + γ |changed|): arXiv:2312.00849, eq. 4.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    /// <param name="logProbs">Of the scored tokens of all answers, [tokens].</param>
    /// <param name="weights">Weight of each token, greater than 0.</param>
    /// <param name="rows">The answer that each token belongs to, from 0. Each answer has at least one.</param>
    /// <param name="answers">Number of answers.</param>
    public static Tensor WeightedMean(Tensor logProbs, ReadOnlySpan<float> weights, ReadOnlySpan<int> rows, int answers)
    {
        Tensor matrix = Weights(weights, rows, answers).To(logProbs.Placement);
        return matrix.MatMul(logProbs) / matrix.Sum(1);
    }

    /// <summary>Number of scored tokens of each answer, Float32 [answers].</summary>
    /// <inheritdoc cref="Of"/>
    public static Tensor Lengths(ReadOnlySpan<int> rows, int answers)
    {
        float[] lengths = new float[answers];
        foreach (int row in rows)
        {
            lengths[row]++;
        }

        return Tensor.From(lengths);
    }

    private static Tensor Weights(ReadOnlySpan<float> weights, ReadOnlySpan<int> rows, int answers)
    {
        float[] matrix = new float[answers * rows.Length];
        for (int token = 0; token < rows.Length; token++)
        {
            matrix[(rows[token] * rows.Length) + token] = weights[token];
        }

        return Tensor.From(matrix, answers, rows.Length);
    }
}
