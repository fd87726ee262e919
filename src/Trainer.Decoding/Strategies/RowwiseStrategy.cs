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
    private int?[] lengths = [];

    /// <summary>The likeliest token, after the repetition penalty.</summary>
    public static RowwiseStrategy Greedy() => new((logits, state) => LogitWarpers.PenalizeRepetition(logits, state).ArgMax(-1));

    /// <summary>A draw from the warped distribution.</summary>
    public static RowwiseStrategy Sampling(RandomStream stream) => new((logits, state) =>
    {
        Tensor scores = LogitWarpers.PenalizeRepetition(logits.To(DType.Float32), state) / state.Options.Temperature;
        scores = LogitWarpers.TopP(LogitWarpers.TopK(scores, state.Options.TopK), state.Options.TopP);
        return scores.Softmax(-1).Multinomial(1, stream).Squeeze(-1);
    });

    /// <inheritdoc/>
    public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => [prompt];

    /// <inheritdoc/>
    public StepChoice Choose(Tensor logits, DecodingState state)
    {
        long[] tokens = pick(logits, state).ToArray<long>();
        if (lengths.Length == 0)
        {
            lengths = new int?[tokens.Length];
        }

        for (int row = 0; row < tokens.Length; row++)
        {
            lengths[row] ??= state.EndsWith(row, tokens[row]);
        }

        return new StepChoice(tokens, null, Array.TrueForAll(lengths, length => length is not null));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Generation> Finish(DecodingState state) => [.. state.Answers.Select((answer, row) => lengths[row] is { } length
        ? new Generation([.. answer.Take(length)], FinishReason.Stop)
        : new Generation([.. answer], FinishReason.Length))];
}
