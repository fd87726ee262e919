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
        LogitWarpers.Warp(logits.To(DType.Float32), state).Softmax(-1).Multinomial(1, stream).Squeeze(-1));

    /// <summary>A draw from the warped distribution, for each row from a generator of its own: an answer doesn't depend on its neighbours.</summary>
    /// <param name="draws">One for each row.</param>
    public static RowwiseStrategy Sampling(IReadOnlyList<Random> draws) => new((logits, state) =>
        Draw(LogitWarpers.Warp(logits.To(DType.Float32), state).Softmax(-1), draws));

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

    /// <summary>The first token of each row up to which the probabilities exceed a uniform draw.</summary>
    private static Tensor Draw(Tensor probabilities, IReadOnlyList<Random> draws)
    {
        Tensor reached = probabilities.To(DType.Float64).CumSum(-1);
        long last = reached.Size(-1) - 1;
        Tensor uniform = Tensor.From([.. draws.Select(draw => draw.NextDouble())], draws.Count, 1).To(reached.Device);
        return reached.Le(reached.Narrow(-1, last, 1) * uniform).To(DType.Int64).Sum(-1).Clamp(0, last);
    }
}
