namespace Trainer.Decoding.Strategies.Opera;

/// <summary>What is wrong with a candidate token: how far it would go along with trusting a single token.</summary>
/// <param name="Penalty">What its logit loses, before weighting.</param>
/// <param name="Location">The most trusted token of the answer, the first of equal ones.</param>
public readonly record struct OverTrust(double Penalty, int Location)
{
    /// <summary>Up to this length an answer has no columns to speak of, and looking at the picture is rewarded instead.</summary>
    public const int ShortAnswer = 10;

    /// <summary>Judges a candidate by its row.</summary>
    /// <param name="soFar">Columns of the beam that it would continue.</param>
    /// <param name="row">Where the candidate looks.</param>
    public static OverTrust Of(ColumnProducts soFar, AttentionRow row)
    {
        (int location, Half score) = soFar.MostTrusted(row.Answer);
        return new OverTrust(row.Answer.Length <= ShortAnswer ? -row.Image : (double)score, location);
    }
}
