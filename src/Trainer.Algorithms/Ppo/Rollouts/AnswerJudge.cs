using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Data.Rewards;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Asks the reward model for the quality of sampled answers, token for token as they were sampled.</summary>
/// <param name="reward">The role.</param>
/// <param name="head">Its head.</param>
public sealed class AnswerJudge(Role reward, RewardHead head)
{
    private readonly RewardScorer scorer = new(reward.Model, head, ForwardContext.Inference, reward.Features);
    private readonly RewardCollator collator = CollatorFor(reward.Model.Config);

    /// <summary>The reward of each answer.</summary>
    public float[] Score(IReadOnlyList<RolloutPrompt> prompts, IReadOnlyList<SampledAnswer> answers)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using IDisposable use = reward.Use();
        using RewardBatch batch = collator.Collate([.. prompts.Zip(answers, Example)]);
        return scorer.Score(batch).Reshape(-1).To(Device.Cpu).ToArray<float>();
    }

    private static RewardCollator CollatorFor(LlavaConfig config) => new(config.Text.PadTokenId, config.Vision.ImageSize);

    private static RewardExample Example(RolloutPrompt prompt, SampledAnswer answer) =>
        new(prompt.Record.Id, [[.. prompt.Judge.TokenIds, .. answer.Tokens, .. prompt.Question]], prompt.Judge.Images) { Instructions = prompt.Judge.Instructions };
}
