using Trainer.Data.Batches;
using Trainer.Data.Records;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>A prompt as every role reads it.</summary>
/// <param name="Policy">As policy and reference read it.</param>
/// <param name="Judge">As reward and value read it: the same where they stand on the policy's base.</param>
/// <param name="Question">What is asked of the reward model behind the answer, facts included, as its ids.</param>
public sealed record RolloutPrompt(PromptExample Policy, PromptExample Judge, long[] Question)
{
    /// <summary>Where it comes from.</summary>
    public PromptRecord Record => Policy.Record;
}

/// <summary>The prompts of one rollout.</summary>
/// <param name="Prompts">At least one.</param>
public sealed record RolloutPrompts(IReadOnlyList<RolloutPrompt> Prompts) : IBatch
{
    /// <inheritdoc/>
    public int Samples => Prompts.Count;

    /// <inheritdoc/>
    public long Tokens => Prompts.Sum(prompt => (long)prompt.Policy.TokenIds.Length);

    /// <inheritdoc/>
    public IReadOnlyList<string> RecordIds => [.. Prompts.Select(prompt => prompt.Record.Id)];

    /// <summary>Holds no tensors.</summary>
    public void Dispose()
    {
    }
}
