namespace Trainer.Decoding.Strategies.Opera;

/// <summary>
/// Log-probabilities of next tokens where only candidates have scores of their own. All others share one that is so low that they follow only
/// where there are fewer candidates than beams, as in the released code of OPERA (arXiv:2311.17911).
/// </summary>
/// <param name="candidates">Judged ones.</param>
/// <param name="beams">What they would follow.</param>
/// <param name="state">The answers so far.</param>
/// <param name="vocabulary">Number of tokens that there are.</param>
internal sealed class CandidateScores(OperaCandidates candidates, Beams beams, DecodingState state, long vocabulary)
{
    /// <summary>The score of a token that is no candidate.</summary>
    private const double Excluded = -999;

    /// <summary>The best continuations of a prompt's beams, the best first.</summary>
    internal Continuation[] Best(int prompt)
    {
        var best = new BestContinuations(beams.Width);
        for (int row = prompt * beams.Each; row < (prompt + 1) * beams.Each; row++)
        {
            OfferRow(row, best);
        }

        return best.ToArray();
    }

    private void OfferRow(int row, BestContinuations best)
    {
        ReadOnlySpan<long> tokens = candidates.TokensOf(row);
        ReadOnlySpan<float> logits = candidates.LogitsOf(row);
        double normalizer = LogSumExp(logits, vocabulary - tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            best.Offer(Follow(row, tokens[i], logits[i] - normalizer));
        }

        // Of the others, which are all alike, as many as could be chosen.
        int others = 0;
        for (long token = 0; token < vocabulary && others < beams.Width; token++)
        {
            if (!tokens.Contains(token))
            {
                best.Offer(Follow(row, token, Excluded - normalizer));
                others++;
            }
        }
    }

    private Continuation Follow(int row, long token, double score)
    {
        double penalty = state.Options.RepetitionPenalty;
        double penalized = penalty != 1 && state.HasSeen(row, token) ? LogitWarpers.PenalizeRepetition(score, penalty) : score;
        return new Continuation(row, token, (float)penalized + beams.SumOf(row));
    }

    private static double LogSumExp(ReadOnlySpan<float> logits, long others)
    {
        double most = Excluded;
        foreach (float logit in logits)
        {
            most = Math.Max(most, logit);
        }

        double sum = others * Math.Exp(Excluded - most);
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - most);
        }

        return most + Math.Log(sum);
    }
}
