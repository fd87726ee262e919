using Trainer.Algorithms.Ppo.Roles;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Has policy, reference, value and reward read the answers of a rollout. Log-probabilities of the sampling itself are never used: it may run merged.</summary>
/// <param name="roles">The roles.</param>
/// <param name="options">Batch size and temperature.</param>
public sealed class RolloutScorer(PpoRoles roles, PpoOptions options)
{
    private readonly AnswerReader reader = new(options.Temperature, ForwardContext.Inference);
    private readonly AnswerJudge judge = new(roles.Reward, roles.RewardHead);

    /// <summary>Scores answers, batch by batch.</summary>
    public RolloutScores Score(IReadOnlyList<RolloutPrompt> prompts, IReadOnlyList<SampledAnswer> answers) =>
        RolloutScores.Join([.. prompts.Zip(answers).Chunk(options.ScoringBatchSize).Select(Score)]);

    private RolloutScores Score((RolloutPrompt Prompt, SampledAnswer Answer)[] batch)
    {
        using var scope = new TensorScope();
        RolloutPrompt[] prompts = [.. batch.Select(row => row.Prompt)];
        SampledAnswer[] answers = [.. batch.Select(row => row.Answer)];
        using RolloutPair rows = RolloutPair.Of(prompts, [.. answers.Select(answer => answer.Tokens)], roles);
        TokenScores policy = reader.Score(roles.Policy, rows.Policy);
        TokenScores reference = reader.Score(roles.Reference, rows.Policy);
        return new RolloutScores
        {
            LogProbs = Host(policy.LogProbs),
            Entropies = Host(policy.Entropies),
            ReferenceLogProbs = Host(reference.LogProbs),
            ReferenceEntropies = Host(reference.Entropies),
            Values = Values(rows.Judge),
            Rewards = judge.Score(prompts, answers),
        };
    }

    private float[] Values(ConversationBatch rows)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using IDisposable use = roles.Value.Use();
        return Host(reader.Values(roles.Value, roles.ValueHead, rows));
    }

    private static float[] Host(Tensor values) => values.To(Device.Cpu).ToArray<float>();
}
