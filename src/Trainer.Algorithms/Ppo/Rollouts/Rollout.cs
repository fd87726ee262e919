using Trainer.Algorithms.Ppo.Rewards;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Answers of the policy to some prompts, and what they were worth.</summary>
/// <param name="Number">Rollouts before this one.</param>
/// <param name="Rows">Each answer of this process with its prompt.</param>
/// <param name="Figures">Means over the answers, by name; empty for a rollout that a resumed run goes on with.</param>
public sealed record Rollout(long Number, IReadOnlyList<RolloutRow> Rows, IReadOnlyDictionary<string, double> Figures)
{
    /// <summary>The answers in words; empty for a rollout that a resumed run goes on with.</summary>
    public IReadOnlyList<FinishedAnswer> Answers { get; init; } = [];
}

/// <summary>An answer with its prompt.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Answer">What the optimiser learns from.</param>
public sealed record RolloutRow(RolloutPrompt Prompt, RolloutAnswer Answer);
