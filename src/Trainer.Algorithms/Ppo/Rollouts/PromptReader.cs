using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>How one base reads prompts.</summary>
/// <param name="limits">What is too long for it.</param>
internal sealed class PromptReader(PromptLimits limits)
{
    /// <summary>Turns prompts into tokens, without a limit.</summary>
    internal required ConversationEncoder Encoder { get; init; }

    /// <summary>Reads pictures in its size.</summary>
    internal required IImageReader Images { get; init; }

    /// <summary>Makes examples of records whose pictures lie in a folder.</summary>
    internal PromptExampleFormat In(string folder) => new(folder, Encode, Images);

    private TokenizedConversation? Encode(IReadOnlyList<Turn> turns)
    {
        TokenizedConversation prompt = Encoder.EncodePrompt(turns)!;
        int words = prompt.TokenIds.Length - (prompt.ImageCount * (Encoder.ImageTokenCount - 1));
        return prompt.TokenIds.Length <= limits.Tokens && (limits.Words == 0 || words <= limits.Words) ? prompt : null;
    }
}

/// <summary>What prompts are left out for.</summary>
/// <param name="Words">Most tokens, a picture counted as one; 0: any number.</param>
/// <param name="Tokens">Most tokens, all of a picture's counted, so that an answer still has room.</param>
internal sealed record PromptLimits(int Words, int Tokens);
