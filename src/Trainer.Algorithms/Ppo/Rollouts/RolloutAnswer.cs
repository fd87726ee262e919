using System.Text.Json.Serialization;
using Trainer.Algorithms.Ppo.Watch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>An answer with all that the optimiser's steps need of it; each list has a number for every token.</summary>
/// <param name="Tokens">Its tokens, the end token included.</param>
/// <param name="LogProbs">Under the policy that gave it.</param>
/// <param name="Values">Expected return before each token.</param>
/// <param name="Advantages">Whitened over the rollout.</param>
/// <param name="Returns">What the values should have been.</param>
public sealed record RolloutAnswer(long[] Tokens, float[] LogProbs, float[] Values, float[] Advantages, float[] Returns);

/// <summary>The position within a rollout as text.</summary>
/// <param name="Prompts">Where the stream of prompts stood before this rollout's.</param>
/// <param name="Number">Rollouts before this one.</param>
/// <param name="Batches">Micro-batches of it that were used.</param>
/// <param name="Answers">Its answers; empty between two rollouts.</param>
/// <param name="Kl">State of the price of divergence.</param>
internal sealed record RolloutPosition(string Prompts, long Number, int Batches, IReadOnlyList<RolloutAnswer> Answers, string Kl)
{
    /// <summary>What the watch remembers.</summary>
    public WatchState? Watch { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RolloutPosition))]
[JsonSerializable(typeof(RolloutPosition[]))]
internal sealed partial class RolloutJson : JsonSerializerContext;
