using Trainer.Decoding;

namespace Trainer.Serving.Models;

/// <summary>A conversation in a model's tokens.</summary>
/// <param name="Whole">With its pictures.</param>
/// <param name="WordsAlone">Without them, for decoders that ask what the model says blind.</param>
public sealed record ChatPrompt(Prompt Whole, Prompt WordsAlone)
{
    /// <summary>Tokens, those of the pictures included.</summary>
    public int Length => Whole.TokenIds.Length;
}
