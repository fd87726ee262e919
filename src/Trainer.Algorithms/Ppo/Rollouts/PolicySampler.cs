using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Data.Text;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>
/// Lets the policy answer prompts. What an answer draws depends on its record, its rollout and its place among the prompt's answers alone:
/// neither batches nor processes change it.
/// </summary>
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
    /// <param name="prompts">Each prompt as often as it has answers, one behind the other.</param>
    /// <param name="rollout">Number of the rollout, from 0.</param>
    public IReadOnlyList<SampledAnswer> Sample(IReadOnlyList<RolloutPrompt> prompts, long rollout)
    {
        using IDisposable role = options.MergeForRollout ? policy.Merge() : policy.Use();
        var answers = new List<SampledAnswer>(prompts.Count);
        Draw[] asked = [.. prompts.Select((prompt, i) => new Draw(prompt, (rollout * options.SamplesPerPrompt) + (i % options.SamplesPerPrompt)))];
        foreach (Draw[] batch in asked.Chunk(options.RolloutPerDeviceBatchSize))
        {
            answers.AddRange(Answer(batch).Select(Finish));
        }

        return answers;
    }

    /// <summary>A picture's token, which no picture would stand behind, and rows of the table that the tokenizer has no piece for.</summary>
    private static long[] ForbiddenTokens(LlavaConfig config, ITokenizer tokenizer) =>
        [.. Enumerable.Range(0, config.Text.VocabularySize).Select(id => (long)id).Where(id => config.PictureTokens.Contains(id) || id >= tokenizer.VocabularySize)];

    private IReadOnlyList<Generation> Answer(Draw[] batch)
    {
        var shown = batch.Select(draw => draw.Prompt).Distinct()
            .ToDictionary(prompt => prompt, prompt => new Prompt(prompt.Policy.TokenIds, [.. prompt.Policy.Images.SelectMany(image => image)]) { Instructions = prompt.Policy.Instructions });
        var strategy = RowwiseStrategy.Sampling([.. batch.Select(draw => random.Managed($"rollout/{draw.Prompt.Record.Id}", draw.Number))]);
        return new Generator(policy.Model, features: policy.FeaturesOf).Generate([.. batch.Select(draw => shown[draw.Prompt])], strategy, generation);
    }

    private SampledAnswer Finish(Generation generation)
    {
        long[] sampled = generation.Reason == FinishReason.Stop ? [.. generation.TokenIds, tokenizer.EosId] : generation.TokenIds;
        AnswerCut cut = end.Find(sampled);
        long[] tokens = sampled[..cut.Tokens];
        return new SampledAnswer(tokens, cut.HasEnd, tokenizer.Decode(tokens).Trim());
    }

    /// <summary>An answer to be drawn.</summary>
    /// <param name="Prompt">To what.</param>
    /// <param name="Number">Answers of the same record in the run before it.</param>
    private sealed record Draw(RolloutPrompt Prompt, long Number);
}
