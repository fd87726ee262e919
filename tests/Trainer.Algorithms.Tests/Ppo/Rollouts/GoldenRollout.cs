using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Ppo.Kl;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Rewards;
using Trainer.TestKit;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

/// <summary>Case <c>ppo.rollout.e2e</c> of LLaVA-RLHF's reference run: eight answers from their sampling to their advantages.</summary>
internal static class GoldenRollout
{
    private const long End = 2;
    private const long QuestionMark = 29973;
    private static readonly CharacterTokenizer Characters = new();

    internal static GoldenPpo Case { get; } = GoldenPpo.Of("ppo.rollout.e2e");

    internal static int MaxTokens { get; } = (int)Case.Number("response_len");

    /// <summary>The answers as they were sampled, and where they are cut.</summary>
    internal static IReadOnlyList<SampledAnswer> Answers { get; } = [.. Case.Input("generated_text").EnumerateArray().Select(text => Cut(text.GetString()!))];

    /// <summary>The released rewards, with the released price, estimator and slot.</summary>
    internal static PpoOptions Options { get; } = new()
    {
        RewardModel = "none",
        KlEstimator = KlEstimate.K1Clamped,
        Rewards = Rewards.Answers.Released with { Scale = 10, TerminalRewardAt = TerminalSlot.LastSlot },
    };

    internal static FinishedAnswer[] Finished { get; } = [.. Answers.Select((answer, row) => new FinishedAnswer
    {
        Text = answer.Text,
        Tokens = answer.Tokens.Length,
        MaxTokens = MaxTokens,
        HasEnd = answer.HasEnd,
        Kind = (CaptionType)Case.Numbers("caption_type")[row],
        LengthBonus = Case.Numbers("length_bonus_multiplier")[row],
        ModelReward = Case.Numbers("rm_scores")[row],
    })];

    internal static RewardSum[] Sums { get; } = [.. Finished.Select(RewardTerms.Of(Options.Rewards).Score)];

    /// <summary>Made-up log-probabilities and values. The reference's padding has values too, so that its rows are as long as the longest answer may be.</summary>
    internal static RolloutScores Scores { get; } = new()
    {
        LogProbs = Slots((row, slot) => IsToken(row, slot) ? -0.1f * ((row + slot) % 5) : 0),
        ReferenceLogProbs = Slots((row, slot) => IsToken(row, slot) ? (-0.1f * ((row + slot) % 5)) + (0.01f * (((row + (2 * slot)) % 3) - 1)) : 0),
        Values = Slots((row, slot) => 0.05f * ((row + (2 * slot)) % 7)),
        Entropies = Slots((_, _) => 1),
        ReferenceEntropies = Slots((_, _) => 1),
        Rewards = [.. Case.Numbers("rm_scores").Select(score => (float)score)],
    };

    internal static TokenValuation Value()
    {
        var rows = new RaggedRows([.. Answers.Select(_ => MaxTokens)]);
        return TokenValuation.Of(rows, Scores, Sums, Case.Number("kl_coef"), new ValuationRule(Options, ProcessGroup.Single));
    }

    internal static string Text(IEnumerable<long> ids) => string.Concat(ids.Select(id => id switch
    {
        1 => "<s>",
        End => "</s>",
        -200 => "<IMG>",
        QuestionMark => "?",
        _ => ((char)(id - 3)).ToString(),
    }));

    private static SampledAnswer Cut(string text)
    {
        // Only Llama's own vocabulary has the id that is treated as an end.
        long[] sampled = [.. Characters.Tokenize(text).Select(token => token.Id == '?' + 3 ? QuestionMark : token.Id)];
        AnswerCut cut = new AnswerEnd(End, [1577, QuestionMark]).Find(sampled);
        long[] tokens = sampled[..cut.Tokens];
        return new SampledAnswer(tokens, cut.HasEnd, Text(tokens).Replace("</s>", "", StringComparison.Ordinal));
    }

    private static bool IsToken(int row, int slot) => slot < Answers[row].Tokens.Length;

    private static float[] Slots(Func<int, int, float> number) =>
        [.. Answers.SelectMany((_, row) => Enumerable.Range(0, MaxTokens).Select(slot => number(row, slot)))];
}
