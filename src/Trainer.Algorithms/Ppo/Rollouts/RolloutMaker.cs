using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Makes rollouts: answers, their scores, rewards and advantages.</summary>
/// <param name="sampler">Lets the policy answer.</param>
/// <param name="scorer">Has all roles read the answers.</param>
/// <param name="options">Rewards and discounts.</param>
/// <param name="group">The processes, over which advantages are whitened.</param>
public sealed class RolloutMaker(PolicySampler sampler, RolloutScorer scorer, PpoOptions options, ProcessGroup group)
{
    private readonly RewardTerms terms = RewardTerms.Of(options.Rewards);

    /// <summary>Is shown each rollout's answers with their rewards.</summary>
    public Action<RolloutView> Show { get; init; } = _ => { };

    /// <summary>Makes one rollout.</summary>
    /// <param name="prompts">Its prompts.</param>
    /// <param name="number">Rollouts before it.</param>
    /// <param name="price">Price of a nat of divergence from the reference.</param>
    public Rollout Make(RolloutPrompts prompts, long number, double price)
    {
        using var scope = new TensorScope();
        RolloutPrompt[] asked = [.. prompts.Prompts.SelectMany(prompt => Enumerable.Repeat(prompt, options.SamplesPerPrompt))];
        IReadOnlyList<SampledAnswer> answers = sampler.Sample(asked, number);
        return Judge(asked, answers, number, price);
    }

    /// <summary>Makes a rollout of answers that are there already.</summary>
    /// <param name="asked">The prompt of each answer.</param>
    /// <param name="answers">The answers.</param>
    /// <param name="number">Rollouts before it.</param>
    /// <param name="price">Price of a nat of divergence from the reference.</param>
    public Rollout Judge(IReadOnlyList<RolloutPrompt> asked, IReadOnlyList<SampledAnswer> answers, long number, double price)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();

        // 1. All roles read the answers.
        RolloutScores scores = scorer.Score(asked, answers);

        // 2. Each answer's reward, term by term.
        FinishedAnswer[] finished = [.. asked.Zip(answers, scores.Rewards).Select(row => Finish(row.First, row.Second, row.Third))];
        RewardSum[] rewards = [.. finished.Select(terms.Score)];

        // 3. Each token's reward and advantage.
        var rows = new RaggedRows([.. answers.Select(answer => answer.Tokens.Length)]);
        TokenValuation valuation = TokenValuation.Of(rows, scores, rewards, price, new ValuationRule(options, group));

        // 4. What people look at, and what the optimiser's steps learn from.
        var view = new RolloutView(number, asked, finished, rewards);
        Show(view);
        return new Rollout(number, Rows(view, answers, scores, valuation, rows), RolloutFigures.Of(view, scores, valuation, price)) { Answers = finished };
    }

    private FinishedAnswer Finish(RolloutPrompt prompt, SampledAnswer answer, float reward) => new()
    {
        Text = answer.Text,
        Tokens = answer.Tokens.Length,
        MaxTokens = options.ResponseLength,
        HasEnd = answer.HasEnd,
        Kind = prompt.Record.CaptionType,
        LengthBonus = prompt.Record.LengthBonus,
        ModelReward = reward,
    };

    private static RolloutRow[] Rows(
        RolloutView view, IReadOnlyList<SampledAnswer> answers, RolloutScores scores, TokenValuation valuation, RaggedRows rows)
    {
        (float[][] logProbs, float[][] values) = (rows.Split(scores.LogProbs), rows.Split(scores.Values));
        (float[][] advantages, float[][] returns) = (rows.Split(valuation.Advantages), rows.Split(valuation.Returns));
        return [.. view.Prompts.Select((prompt, i) =>
            new RolloutRow(prompt, new RolloutAnswer(answers[i].Tokens, logProbs[i], values[i], advantages[i], returns[i])))];
    }
}

/// <summary>A rollout as people look at it.</summary>
/// <param name="Number">Rollouts before it.</param>
/// <param name="Prompts">The prompt of each answer.</param>
/// <param name="Answers">The answers.</param>
/// <param name="Rewards">Reward of each answer.</param>
public sealed record RolloutView(long Number, IReadOnlyList<RolloutPrompt> Prompts, IReadOnlyList<FinishedAnswer> Answers, IReadOnlyList<RewardSum> Rewards);
