namespace Trainer.Decoding.Strategies.Opera;

/// <summary>The likeliest next tokens of every row, and what is found about each.</summary>
internal sealed class OperaCandidates
{
    private readonly float[] logits;
    private readonly double[] penalties;
    private readonly int[] locations;
    private readonly AttentionRow?[] looks;

    /// <summary>Takes tokens that are not judged yet.</summary>
    /// <param name="tokens">Of each row equally many, the likeliest first.</param>
    /// <param name="logits">Of the tokens.</param>
    /// <param name="rows">Number of rows.</param>
    internal OperaCandidates(long[] tokens, float[] logits, int rows)
    {
        Tokens = tokens;
        Each = tokens.Length / rows;
        Rows = [.. Enumerable.Range(0, tokens.Length).Select(i => (long)(i / Each))];
        this.logits = logits;
        penalties = new double[tokens.Length];
        locations = new int[tokens.Length];
        looks = new AttentionRow?[tokens.Length];
    }

    /// <summary>The row that each one would follow.</summary>
    internal long[] Rows { get; }

    /// <summary>The tokens.</summary>
    internal long[] Tokens { get; }

    /// <summary>Candidates of each row.</summary>
    internal int Each { get; }

    /// <summary>Takes down what one looks at, and takes its penalty off its logit.</summary>
    internal void Judge(int index, AttentionRow look, int location, double penalty)
    {
        looks[index] = look;
        locations[index] = location;
        penalties[index] = penalty;
        logits[index] -= (float)penalty;
    }

    /// <summary>The candidates of a row.</summary>
    internal ReadOnlySpan<long> TokensOf(int row) => Tokens.AsSpan(row * Each, Each);

    /// <summary>Their logits, less what they have lost.</summary>
    internal ReadOnlySpan<float> LogitsOf(int row) => logits.AsSpan(row * Each, Each);

    /// <summary>The token that most candidates of each row trust most.</summary>
    internal int[] Trusted(int firstRow, int count) => [.. Enumerable.Range(firstRow, count).Select(row => Modes.Of(locations.AsSpan(row * Each, Each)))];

    /// <summary>Where a token looks that was a candidate of a row; null if it was none.</summary>
    internal AttentionRow? Find(long row, long token)
    {
        int place = TokensOf((int)row).IndexOf(token);
        return place < 0 ? null : looks[((int)row * Each) + place];
    }

    /// <summary>The verdicts on some rows.</summary>
    internal OperaVerdict[] Part(int firstRow, int count) =>
        [.. Enumerable.Range(firstRow * Each, count * Each).Select(i => new OperaVerdict(Tokens[i], penalties[i], locations[i]))];
}
