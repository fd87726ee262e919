using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>Picks one token for each row, independent of the other rows.</summary>
/// <param name="logits">[rows, vocabulary].</param>
/// <param name="state">The answers so far.</param>
/// <returns>Int64 [rows].</returns>
public delegate Tensor TokenPicker(Tensor logits, DecodingState state);

/// <summary>One row for each prompt, which ends by itself: the frame of greedy decoding and sampling.</summary>
/// <param name="pick">How a token is picked.</param>
public sealed class RowwiseStrategy(TokenPicker pick) : IDecodingStrategy
{
    private int[] lengths = [];

    /// <inheritdoc/>
    public int RowsPerPrompt => 1;

    /// <summary>The likeliest token, after the repetition penalty.</summary>
    public static RowwiseStrategy Greedy() => new((logits, state) => LogitWarpers.PenalizeRepetition(logits, state).ArgMax(-1));

    /// <summary>A draw from the warped distribution.</summary>
    public static RowwiseStrategy Sampling(RandomStream stream) => new((logits, state) =>
    {
        Tensor scores = LogitWarpers.PenalizeRepetition(logits, state).To(DType.Float32) / state.Options.Temperature;
        scores = LogitWarpers.TopP(LogitWarpers.TopK(scores, state.Options.TopK), state.Options.TopP);
        return scores.Softmax(-1).Multinomial(1, stream).Squeeze(-1);
    });

    /// <inheritdoc/>
    public StepChoice Choose(Tensor logits, DecodingState state)
    {
        long[] tokens = pick(logits, state).ToArray<long>();
        if (lengths.Length == 0)
        {
            lengths = [.. Enumerable.Repeat(-1, tokens.Length)];
        }

        for (int row = 0; row < tokens.Length; row++)
        {
            if (lengths[row] < 0 && Ends(tokens[row], state.Answers[row], state) is { } length)
            {
                lengths[row] = length;
            }
        }

        return new StepChoice(tokens, null, Array.TrueForAll(lengths, length => length >= 0));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Generation> Finish(DecodingState state) => [.. state.Answers.Select((answer, row) => lengths[row] >= 0
        ? new Generation([.. answer.Take(lengths[row])], FinishReason.Stop)
        : new Generation([.. answer], FinishReason.Length))];

    /// <summary>How many tokens the answer has if it ends here; null if it goes on.</summary>
    private static int? Ends(long token, List<long> answer, DecodingState state)
    {
        if (state.IsStop(token))
        {
            return answer.Count;
        }

        return state.Options.StopWhen is { } stop && stop([.. answer, token]) ? answer.Count + 1 : null;
    }
}
