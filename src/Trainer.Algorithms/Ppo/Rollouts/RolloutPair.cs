using Trainer.Algorithms.Ppo.Roles;
using Trainer.Data.Batches;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>The same answers as policy and reference read them, and as the value does.</summary>
/// <param name="Policy">For the policy's base.</param>
/// <param name="Judge">For the base of reward and value; the same object where prompts read alike there.</param>
public sealed record RolloutPair(ConversationBatch Policy, ConversationBatch Judge) : IDisposable
{
    /// <summary>Puts prompts with their answers into blocks.</summary>
    public static RolloutPair Of(IReadOnlyList<RolloutPrompt> prompts, IReadOnlyList<long[]> answers, PpoRoles roles)
    {
        ConversationBatch policy = RolloutRows.Of([.. prompts.Select(prompt => prompt.Policy)], answers, roles.Policy.Model.Config);
        bool isAlike = prompts.All(prompt => ReferenceEquals(prompt.Policy, prompt.Judge));
        return new RolloutPair(policy, isAlike ? policy : RolloutRows.Of([.. prompts.Select(prompt => prompt.Judge)], answers, roles.Value.Model.Config));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        if (!ReferenceEquals(Policy, Judge))
        {
            Judge.Dispose();
        }
    }
}
