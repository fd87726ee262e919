namespace Trainer.Decoding.Explanations;

/// <summary>Why a model said one token of an answer, as far as its last layer and its blind twin show.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="LogProb">Its log-probability, nats.</param>
/// <param name="BlindLogProb">The same without the picture, which is what visual debias decoding subtracts (arXiv:2403.05262).</param>
public sealed record TokenExplanation(long TokenId, double LogProb, double BlindLogProb)
{
    /// <summary>Where the last layer looked when the token was chosen.</summary>
    public required AttentionShares Attention { get; init; }

    /// <summary>Place in the answer of the token that this one and those before it trust most: OPERA's column (arXiv:2311.17911).</summary>
    public required int Trusted { get; init; }

    /// <summary>How much they do: OPERA's φ, before its weight.</summary>
    public required double OverTrust { get; init; }

    /// <summary>Logarithm of the odds for the token, nats.</summary>
    public double LogOdds => OddsOf(LogProb);

    /// <summary>The same without the picture.</summary>
    public double BlindLogOdds => OddsOf(BlindLogProb);

    /// <summary>What seeing the picture adds to the token's log-odds, nats; near or below 0 the words alone would have led there.</summary>
    public double Seen => LogOdds - BlindLogOdds;

    // A certain token would have infinite odds, of which single precision can tell no more than this.
    private static double OddsOf(double logProb) => logProb - Math.Log(Math.Max(1 - Math.Exp(logProb), 1e-7));
}
