using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Rewards;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>What the watch sees of a rollout.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="Reward">Σ of their rewards, divergence apart.</param>
/// <param name="Kl">Σ of their divergences from the reference, nats.</param>
/// <param name="Canary">What the last evaluation measured; null before the first, and in processes that don't evaluate.</param>
public sealed record WatchedRollout(IReadOnlyList<WatchedAnswer> Answers, double Reward, double Kl, double? Canary)
{
    /// <summary>What this process has.</summary>
    public static WatchedRollout Of(Rollout rollout, double? canary) => new(
        [.. rollout.Answers.Select(answer => new WatchedAnswer(answer.Text, answer.Tokens, answer.Kind))],
        rollout.Figures["objective/rewards"] * rollout.Answers.Count,
        rollout.Figures["objective/kl_sum_seq"] * rollout.Answers.Count,
        canary);

    /// <summary>What all processes have together. Each judges all of it, so that all come to the same verdict.</summary>
    public WatchedRollout Gather(ProcessGroup group)
    {
        byte[][] all = group.AllGather(JsonSerializer.SerializeToUtf8Bytes(this, WatchJson.Default.WatchedRollout));
        WatchedRollout[] parts = [.. all.Select(json => JsonSerializer.Deserialize(json, WatchJson.Default.WatchedRollout)!)];
        return new WatchedRollout(
            [.. parts.SelectMany(part => part.Answers)],
            parts.Sum(part => part.Reward),
            parts.Sum(part => part.Kl),
            parts.Select(part => part.Canary).FirstOrDefault(canary => canary is not null));
    }

    /// <summary>Share of yes among answers to questions whose truth is yes or no; null where there are none.</summary>
    internal double? YesRatio()
    {
        WatchedAnswer[] asked = [.. Answers.Where(answer => answer.Kind is CaptionType.Yes or CaptionType.No)];
        return asked.Length == 0 ? null : asked.Average(answer => StatedAnswer.YesOrNo(answer.Text) == CaptionType.Yes ? 1.0 : 0.0);
    }
}

/// <summary>An answer as the watch sees it.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Tokens">Its tokens, the end token included.</param>
/// <param name="Kind">What its question is known to want.</param>
public sealed record WatchedAnswer(string Text, int Tokens, CaptionType Kind);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WatchedRollout))]
internal sealed partial class WatchJson : JsonSerializerContext;
