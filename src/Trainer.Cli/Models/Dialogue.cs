using Trainer.Data.Text;
using Trainer.Modeling;

namespace Trainer.Cli.Models;

/// <summary>What it takes to talk to a model.</summary>
/// <param name="Network">The model, with whatever adapter is active.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Template">How conversations become text for it.</param>
internal sealed record Dialogue(LlavaModel Network, ITokenizer Tokenizer, ConversationTemplate Template)
{
    /// <summary>Turns prompts into the model's tokens.</summary>
    internal ConversationEncoder Encoder { get; } = new(Tokenizer, Template, new ConversationEncoderOptions
    {
        ImageTokenCount = Network.Config.ImageTokenCount,
        ImageTokenId = Network.Config.ImageTokenId,
        MaxLength = Network.Config.Text.MaxPositions,
    });
}
