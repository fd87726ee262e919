using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>Changes of the next token's scores, as transformers makes them. Scores are [rows, vocabulary].</summary>
public static class LogitWarpers
{
    /// <summary>All that sampling does to scores: penalty, temperature, top-k, top-p, in this order.</summary>
    public static Tensor Warp(Tensor scores, DecodingState state) => Warp(PenalizeRepetition(scores, state), state.Options);

    /// <summary>Forbidden tokens, temperature, top-k and top-p, in this order.</summary>
    public static Tensor Warp(Tensor scores, GenerationOptions options) =>
        TopP(TopK(Forbid(scores, options.ForbiddenTokens) / options.Temperature, options.TopK), options.TopP);

    /// <summary>Makes tokens impossible.</summary>
    /// <param name="scores">[rows, vocabulary].</param>
    /// <param name="tokens">Ids below the vocabulary's size.</param>
    public static Tensor Forbid(Tensor scores, IReadOnlyList<long> tokens)
    {
        if (tokens.Count == 0)
        {
            return scores;
        }

        Tensor nothing = Tensor.Full(scores.Placement, double.NegativeInfinity, scores.Size(0), tokens.Count);
        return scores.IndexCopy(1, Tensor.From<long>([.. tokens]).To(scores.Device), nothing);
    }

    /// <summary>Makes tokens of prompts and answers less likely, as the options say (arXiv:1909.05858).</summary>
    public static Tensor PenalizeRepetition(Tensor scores, DecodingState state) => state.Options.RepetitionPenalty == 1
        ? scores
        : PenalizeRepetition(scores, Seen(state, scores.Size(1)).To(scores.Device), state.Options.RepetitionPenalty);

    /// <summary>Divides positive scores of given tokens by a penalty and multiplies negative ones with it.</summary>
    /// <param name="scores">[rows, vocabulary].</param>
    /// <param name="seen">Int64 [rows, any]; a token counts once however often it stands there.</param>
    /// <param name="penalty">Above 1 makes repetition less likely.</param>
    public static Tensor PenalizeRepetition(Tensor scores, Tensor seen, double penalty)
    {
        Tensor old = scores.Gather(1, seen);
        return scores.Scatter(1, seen, Tensor.Where(old.Lt(0), old * penalty, old / penalty));
    }

    /// <summary>The same for the score of a single token.</summary>
    public static double PenalizeRepetition(double score, double penalty) => score < 0 ? score * penalty : score / penalty;

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

    /// <summary>The tokens of each row that the vocabulary has, Int64 [rows, longest]; short rows repeat their last token.</summary>
    private static Tensor Seen(DecodingState state, long vocabulary)
    {
        // A picture alone has no tokens of the vocabulary; its row penalises the unknown token, which is no answer anyway.
        long[][] rows = [.. state.RowPrompts.Select((prompt, row) =>
            prompt.TokenIds.Concat(state.Answers[row]).Where(id => id >= 0 && id < vocabulary).DefaultIfEmpty(0).ToArray())];
        int longest = rows.Max(row => row.Length);
        return Tensor.From([.. rows.SelectMany(row => row.Concat(Enumerable.Repeat(row[^1], longest - row.Length)))], rows.Length, longest);
    }
}
