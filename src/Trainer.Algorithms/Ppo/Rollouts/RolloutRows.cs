using Trainer.Data.Batches;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Puts prompts with their answers into one block for a model. Every answer token, its end included, is a label.</summary>
public static class RolloutRows
{
    /// <summary>Makes the block, which its consumer disposes.</summary>
    /// <param name="prompts">The prompts, as this model reads them.</param>
    /// <param name="answers">An answer to each, at least one token.</param>
    /// <param name="config">Geometry of the model.</param>
    public static ConversationBatch Of(IReadOnlyList<PromptExample> prompts, IReadOnlyList<long[]> answers, LlavaConfig config) =>
        new ConversationCollator(config.Text.PadTokenId, config.Vision.ImageSize).Collate([.. prompts.Zip(answers, Example)]);

    private static ConversationExample Example(PromptExample prompt, long[] answer)
    {
        long[] ids = [.. prompt.TokenIds, .. answer];
        long[] labels = [.. Enumerable.Repeat(TokenizedConversation.Ignored, prompt.TokenIds.Length), .. answer];
        var text = new TokenizedConversation(ids, labels, prompt.Images.Count) { Instructions = prompt.Instructions };
        return new ConversationExample(prompt.Record.Id, text, prompt.Images, Weight: 1);
    }
}
