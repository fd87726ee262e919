using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Cli.Datasets;

/// <summary>Looks at prompts as reinforcement learning does: what the policy answers to, and what the reward model is asked behind the answer.</summary>
/// <param name="format">How the stage's roles read prompts.</param>
/// <param name="encoder">The policy's, without a limit.</param>
/// <param name="strip">How tokens are shown.</param>
internal sealed class RolloutLens(RolloutPromptFormat format, ConversationEncoder encoder, TokenStrip strip) : IRecordLens
{
    /// <inheritdoc/>
    public SeenRecord See(IRecord record)
    {
        try
        {
            return See((PromptRecord)record);
        }
        catch (DataException exception)
        {
            return new SeenRecord(SeenState.Refused, $"Stops a run: {exception.Message}", []);
        }
    }

    private SeenRecord See(PromptRecord record)
    {
        long[] prompt = encoder.EncodePrompt(record.Turns)!.TokenIds;
        return format.LengthsOf(record) is { } lengths
            ? new SeenRecord(
                SeenState.Used,
                $"{lengths.Policy} tokens, behind which the policy answers; the reward model reads {lengths.Reward} and the answer.",
                [new SeenRow("Prompt", strip.Read(prompt)), new SeenRow("Behind the answer, for the reward model", strip.Scored(format.Question(format.Facts.Of(record))))])
            : new SeenRecord(SeenState.LeftOut, $"Left out: {prompt.Length} tokens are too many for a role, or there are no facts.", [new SeenRow("Prompt", strip.Cut(prompt))]);
    }
}
