using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>
/// Weighs each next token against what the model would say to other prompts, such as the same question about a noised picture
/// (visual contrastive decoding, arXiv:2311.16922) or about none. Works under every strategy.
/// </summary>
public sealed record Contrast
{
    /// <summary>The other prompts of a prompt, as many for every one; their scores are averaged.</summary>
    public required Func<Prompt, IReadOnlyList<Prompt>> Branches { get; init; }

    /// <summary>How far scores move away from those of the other prompts (the paper's α).</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Tokens below this share of the likeliest one's probability are ruled out (the paper's β); 0 rules out none.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>
    /// Contrasts only the first token, and rules tokens out at every one: what becomes of the method where the other prompts are
    /// read from the first one's cache from the second token on, as in released code.
    /// </summary>
    public bool FirstTokenOnly { get; init; }

    /// <summary>(1 + α) · scores − α · others, and −∞ where a score lies below the best one by more than −ln β: eq. 3 and 4.</summary>
    /// <param name="scores">Scores under the prompt itself, [rows, vocabulary].</param>
    /// <param name="others">Mean scores under the other prompts, [rows, vocabulary].</param>
    public Tensor Combine(Tensor scores, Tensor others)
    {
        Tensor implausible = scores.Lt(scores.Max(-1, keepDimension: true) + Math.Log(Beta));
        return ((scores * (1 + Alpha)) - (others * Alpha)).MaskedFill(implausible, double.NegativeInfinity);
    }
}
