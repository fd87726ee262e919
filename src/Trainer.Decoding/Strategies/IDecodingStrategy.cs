using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>
/// Chooses tokens. A strategy sees the scores of the next token, the answers so far, the cache, and, through its observer,
/// the attention of the layers that it asks for. It is made anew for each call of the generator.
/// </summary>
public interface IDecodingStrategy
{
    /// <summary>Rows that each prompt is given; more than one for beams.</summary>
    int RowsPerPrompt { get; }

    /// <summary>Who is shown attention weights; none lets attention run fused.</summary>
    IAttentionObserver? Observer => null;

    /// <summary>Chooses the next token of every row.</summary>
    /// <param name="logits">[rows, vocabulary].</param>
    /// <param name="state">The answers so far.</param>
    StepChoice Choose(Tensor logits, DecodingState state);

    /// <summary>The answer to each prompt, after the last step.</summary>
    IReadOnlyList<Generation> Finish(DecodingState state);
}
