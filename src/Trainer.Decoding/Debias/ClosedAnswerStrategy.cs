using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Decoding.Debias;

/// <summary>
/// Reads how likely a model finds the answers of a closed question: goes on greedily to the first token that is no mere bracket or space,
/// and notes the likeliest tokens there. Whatever changes scores, such as contrast, temperature and top-k, is in force.
/// </summary>
/// <param name="count">Tokens to note of each prompt: 10 for yes and no, 100 for letters.</param>
/// <param name="skipped">Tokens that come before an answer.</param>
public sealed class ClosedAnswerStrategy(int count, IReadOnlyCollection<long> skipped) : IDecodingStrategy
{
    private IReadOnlyList<TokenProbability>?[] readings = [];

    /// <summary>Of each prompt, the likeliest tokens at the answer, the likeliest first; none where no answer came.</summary>
    public IReadOnlyList<IReadOnlyList<TokenProbability>> Readings => [.. readings.Select(reading => reading ?? [])];

    /// <inheritdoc/>
    public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => [prompt];

    /// <inheritdoc/>
    public StepChoice Choose(Tensor logits, DecodingState state)
    {
        if (state.Steps == 0)
        {
            readings = new IReadOnlyList<TokenProbability>?[state.Prompts];
        }

        TensorPair top = LogitWarpers.Warp(logits.To(DType.Float32), state).Softmax(-1).TopK(Math.Min(count, logits.Size(1)));
        float[] probabilities = top.First.ToArray<float>();
        TokenProbability[] tokens = [.. top.Second.ToArray<long>().Select((token, i) => new TokenProbability(token, probabilities[i]))];
        TokenProbability[][] rows = [.. tokens.Chunk(tokens.Length / state.Prompts)];
        for (int row = 0; row < rows.Length; row++)
        {
            readings[row] ??= skipped.Contains(rows[row][0].Token) ? null : rows[row];
        }

        return new StepChoice([.. rows.Select(row => row[0].Token)], null, Array.TrueForAll(readings, reading => reading is not null));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Generation> Finish(DecodingState state) =>
        [.. state.Answers.Select((answer, row) => new Generation([.. answer], readings[row] is null ? FinishReason.Length : FinishReason.Stop))];
}

/// <summary>A token that may come next.</summary>
/// <param name="Token">Its id.</param>
/// <param name="Probability">From 0 to 1.</param>
public readonly record struct TokenProbability(long Token, double Probability);
