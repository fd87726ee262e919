using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>Changes of the next token's scores, as transformers makes them. Scores are [rows, vocabulary].</summary>
public static class LogitWarpers
{
    /// <summary>Makes tokens of the prompt and the answer less likely (arXiv:1909.05858).</summary>
    public static Tensor PenalizeRepetition(Tensor logits, DecodingState state)
    {
        if (state.Options.RepetitionPenalty == 1)
        {
            return logits;
        }

        Tensor result = logits.Clone();
        for (int row = 0; row < state.Answers.Length; row++)
        {
            long[] seen = [.. state.PromptOf(row).TokenIds.Concat(state.Answers[row]).Where(id => id >= 0 && id < logits.Size(1)).Distinct()];
            Tensor index = Tensor.From(seen).To(logits.Device);
            Tensor scores = result.Select(0, row);
            Tensor old = scores.IndexSelect(0, index);
            scores.CopyFrom(scores.IndexCopy(0, index, Penalize(old, state.Options.RepetitionPenalty)));
        }

        return result;
    }

    /// <summary>Forbids all but the <paramref name="k"/> likeliest tokens; 0 forbids none. Ties with the last one stay.</summary>
    public static Tensor TopK(Tensor scores, int k)
    {
        if (k <= 0 || k >= scores.Size(-1))
        {
            return scores;
        }

        Tensor threshold = scores.TopK(k).First.Narrow(-1, k - 1, 1);
        return scores.MaskedFill(scores.Lt(threshold), double.NegativeInfinity);
    }

    /// <summary>Forbids the unlikeliest tokens that together have at most 1 − p; the likeliest one always stays.</summary>
    public static Tensor TopP(Tensor scores, double p)
    {
        if (p >= 1)
        {
            return scores;
        }

        TensorPair sorted = scores.Sort(-1);
        Tensor remove = sorted.First.Softmax(-1).CumSum(-1).Gt(1 - p).Not();
        Tensor keepLast = Tensor.Arange(0, scores.Size(-1), scores.Device).Lt(scores.Size(-1) - 1);
        Tensor mask = remove.And(keepLast.Unsqueeze(0).Expand(remove.Shape));
        return scores.MaskedFill(mask.Scatter(-1, sorted.Second, mask), double.NegativeInfinity);
    }

    private static Tensor Penalize(Tensor scores, double penalty) => Tensor.Where(scores.Lt(0), scores * penalty, scores / penalty);
}
