namespace Trainer.Decoding.Debias;

/// <summary>
/// Probabilities of the texts that a model may begin its answer with. Texts are lower-cased and stripped; of several tokens that give the same
/// text the likeliest counts, and the others are dropped, as in the released code of arXiv:2403.05262.
/// </summary>
public sealed class LabelProbabilities
{
    private readonly Dictionary<string, double> probabilities = new(StringComparer.Ordinal);

    /// <summary>Reads tokens.</summary>
    /// <param name="tokens">Text and probability of each, the likeliest first.</param>
    public LabelProbabilities(IEnumerable<(string Text, double Probability)> tokens)
    {
        foreach ((string text, double probability) in tokens)
        {
            probabilities.TryAdd(Normalized(text), probability);
        }
    }

    /// <summary>The texts, the likeliest first.</summary>
    public IReadOnlyCollection<string> Texts => probabilities.Keys;

    /// <summary>Probability of each label, in their order; 0 of one that no token gives.</summary>
    public double[] Of(IEnumerable<string> labels) => [.. labels.Select(label => probabilities.GetValueOrDefault(Normalized(label)))];

    private static string Normalized(string text) => text.ToLowerInvariant().Trim();
}
