namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>What all roles make of a rollout's answers. Tokens stand answer by answer in one row.</summary>
public sealed record RolloutScores
{
    /// <summary>Log-probability of each token under the policy, nats.</summary>
    public required float[] LogProbs { get; init; }

    /// <summary>The same under the reference.</summary>
    public required float[] ReferenceLogProbs { get; init; }

    /// <summary>Entropy of the policy at each token, nats.</summary>
    public required float[] Entropies { get; init; }

    /// <summary>The same of the reference.</summary>
    public required float[] ReferenceEntropies { get; init; }

    /// <summary>Value before each token.</summary>
    public required float[] Values { get; init; }

    /// <summary>The reward model's score of each answer.</summary>
    public required float[] Rewards { get; init; }

    /// <summary>Puts the scores of several batches behind each other.</summary>
    public static RolloutScores Join(IReadOnlyList<RolloutScores> batches) => new()
    {
        LogProbs = [.. batches.SelectMany(batch => batch.LogProbs)],
        ReferenceLogProbs = [.. batches.SelectMany(batch => batch.ReferenceLogProbs)],
        Entropies = [.. batches.SelectMany(batch => batch.Entropies)],
        ReferenceEntropies = [.. batches.SelectMany(batch => batch.ReferenceEntropies)],
        Values = [.. batches.SelectMany(batch => batch.Values)],
        Rewards = [.. batches.SelectMany(batch => batch.Rewards)],
    };
}
