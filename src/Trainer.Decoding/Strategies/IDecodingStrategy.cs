using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>
/// Chooses tokens. A strategy sees the scores of the next token, the answers so far and, through its observer, the attention
/// of the layers that it asks for; the state's session lets it try tokens and go back. It is made anew for each call of the generator.
/// </summary>
public interface IDecodingStrategy
{
    /// <summary>Who is shown attention weights; none lets attention run fused.</summary>
    IAttentionObserver? Observer => null;

    /// <summary>Most tokens that it tries behind each row at once.</summary>
    int Lookahead => 0;

    /// <summary>
    /// The rows that answer a prompt, as many for every prompt: the prompt itself; several times, for beams; or beside it
    /// others to contrast it with, such as the same question about a blurred picture.
    /// </summary>
    IReadOnlyList<Prompt> RowsOf(Prompt prompt);

    /// <summary>Chooses the next token of every row.</summary>
    /// <param name="logits">[rows, vocabulary].</param>
    /// <param name="state">The answers so far.</param>
    StepChoice Choose(Tensor logits, DecodingState state);

    /// <summary>The answer to each prompt, after the last step.</summary>
    IReadOnlyList<Generation> Finish(DecodingState state);
}
