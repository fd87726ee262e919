namespace Trainer.Decoding.Strategies.Opera;

/// <summary>
/// How much the tokens of an answer trust each one of them: for every token the product of the scaled attention weights that it got from itself
/// and all tokens behind it (OPERA, arXiv:2311.17911, over-trust logit penalty). Kept as running products, so that a token costs its row alone.
/// </summary>
/// <param name="scale">Multiplies every weight.</param>
public sealed class ColumnProducts(double scale)
{
    // The released code's only guard against large products.
    private const double Range = 1e-7;

    // Beyond this a product would become infinite, and then no number at all where a weight is 0.
    private const double Most = 1e300;

    private double[] products = [];

    /// <summary>Takes in the row of one more token.</summary>
    /// <param name="weights">Its weights of the answer's tokens, itself last; one more than there are tokens.</param>
    public void Append(ReadOnlySpan<double> weights)
    {
        var extended = new double[weights.Length];
        for (int column = 0; column < weights.Length; column++)
        {
            extended[column] = Extended(column, weights[column]);
        }

        products = extended;
    }

    /// <summary>Scores of all columns if a token with such a row came next, in half precision as the released code keeps them.</summary>
    /// <param name="weights">As for <see cref="Append"/>.</param>
    public Half[] Scores(ReadOnlySpan<double> weights)
    {
        var scores = new Half[weights.Length];
        for (int column = 0; column < weights.Length; column++)
        {
            scores[column] = Rounded(Extended(column, weights[column]));
        }

        return scores;
    }

    /// <summary>The column with the greatest of <see cref="Scores"/>, the first of equal ones, and that score.</summary>
    /// <param name="weights">As for <see cref="Append"/>.</param>
    public (int Column, Half Score) MostTrusted(ReadOnlySpan<double> weights)
    {
        (int Column, Half Score) most = (0, (Half)0);
        double greatest = 0;
        for (int column = 0; column < weights.Length; column++)
        {
            double product = Extended(column, weights[column]);

            // What is not greater before rounding is not greater behind it: few need to be rounded.
            if (product > greatest)
            {
                greatest = product;
                Half score = Rounded(product);
                most = score > most.Score ? (column, score) : most;
            }
        }

        return most;
    }

    /// <summary>The same, to go on from independently.</summary>
    public ColumnProducts Copy() => new(scale) { products = products };

    private static Half Rounded(double product) => (Half)(Range * product);

    private double Extended(int column, double weight) => Math.Min((column < products.Length ? products[column] : 1) * scale * weight, Most);
}
