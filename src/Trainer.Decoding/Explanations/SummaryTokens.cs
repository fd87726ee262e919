namespace Trainer.Decoding.Explanations;

/// <summary>
/// Tokens of an answer that many later ones lean on, in the place of the picture: the knowledge aggregation of OPERA (arXiv:2311.17911, section 3.1).
/// Here: a token that stays the most trusted one for a while.
/// </summary>
public static class SummaryTokens
{
    /// <summary>Their places in the answer, in order.</summary>
    /// <param name="tokens">The answer.</param>
    /// <param name="span">For how many tokens it has to be the most trusted one.</param>
    public static IReadOnlyList<int> Of(IEnumerable<TokenExplanation> tokens, int span) =>
        [.. tokens.CountBy(token => token.Trusted).Where(column => column.Value >= span).Select(column => column.Key).Order()];
}
