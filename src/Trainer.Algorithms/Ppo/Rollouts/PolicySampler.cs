using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Data.Text;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Lets the policy answer prompts. Each answer has a random generator of its own, so that batches change nothing.</summary>
/// <param name="policy">The role.</param>
/// <param name="tokenizer">The policy's.</param>
/// <param name="options">Lengths and temperature.</param>
/// <param name="random">The run's randomness.</param>
public sealed class PolicySampler(Role policy, ITokenizer tokenizer, PpoOptions options, RandomRoot random)
{
    private readonly GenerationOptions generation = new()
    {
        MaxNewTokens = options.ResponseLength,
        Temperature = options.Temperature,
        StopTokens = [tokenizer.EosId],
        ForbiddenTokens = ForbiddenTokens(policy.Model.Config, tokenizer),
    };

    private readonly AnswerEnd end = new(tokenizer.EosId, options.Rewards.OtherEndTokens);

    /// <summary>Samples an answer for each prompt; equal neighbours share one reading.</summary>
    /// <param name="prompts">The prompts, one for each answer.</param>
    /// <param name="first">Number of the first answer among all of the run, from 0.</param>
    public IReadOnlyList<SampledAnswer> Sample(IReadOnlyList<RolloutPrompt> prompts, long first)
    {
        using IDisposable role = options.MergeForRollout ? policy.Merge() : policy.Use();
        var answers = new List<SampledAnswer>(prompts.Count);
        foreach (RolloutPrompt[] batch in prompts.Chunk(options.RolloutPerDeviceBatchSize))
        {
            answers.AddRange(Answer(batch, first + answers.Count).Select(Finish));
        }

        return answers;
    }

    /// <summary>A picture's token, which no picture would stand behind, and rows of the table that the tokenizer has no piece for.</summary>
    private static long[] ForbiddenTokens(LlavaConfig config, ITokenizer tokenizer) =>
        [.. Enumerable.Range(0, config.Text.VocabularySize).Select(id => (long)id).Where(id => id == config.ImageTokenId || id >= tokenizer.VocabularySize)];

    private IReadOnlyList<Generation> Answer(RolloutPrompt[] batch, long first)
    {
        var shown = batch.Distinct().ToDictionary(prompt => prompt, prompt => new Prompt(prompt.Policy.TokenIds, [.. prompt.Policy.Images.SelectMany(image => image)]));
        Random[] draws = [.. batch.Select((_, i) => random.Managed("rollout", first + i))];
        return new Generator(policy.Model, features: policy.FeaturesOf).Generate([.. batch.Select(prompt => shown[prompt])], RowwiseStrategy.Sampling(draws), generation);
    }

    private SampledAnswer Finish(Generation generation)
    {
        long[] sampled = generation.Reason == FinishReason.Stop ? [.. generation.TokenIds, tokenizer.EosId] : generation.TokenIds;
        AnswerCut cut = end.Find(sampled);
        long[] tokens = sampled[..cut.Tokens];
        return new SampledAnswer(tokens, cut.HasEnd, tokenizer.Decode(tokens).Trim());
    }
}
