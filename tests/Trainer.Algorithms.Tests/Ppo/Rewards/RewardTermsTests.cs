using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Tests.Ppo.Rewards;

public sealed class RewardTermsTests
{
    [Fact]
    public void Score_GoldenRollout_GivesTheReleasedRewardsAndFigures()
    {
        var golden = GoldenPpo.Of("ppo.rollout.e2e");
        var terms = RewardTerms.Of(Answers.Released);

        RewardSum[] scores = [.. Rollout(golden).Select(terms.Score)];

        Near(golden.Expected("shaped_last"), scores.Select(score => score.Total));
        Near(golden.Expected("rewards_after_penalty"), scores.Select(score => score.Terms["model"] + score.Terms["missing_end"]));

        // The released figures are means before the weights −10 and 2.
        var figures = GoldenPpo.Of("ppo.step_stats");
        Assert.Equal(figures.Expected("stats", "objective/rewards"), scores.Average(score => score.Terms["model"] + score.Terms["missing_end"]), 1e-6);
        Assert.Equal(figures.Expected("stats", "objective/length_bonus"), scores.Average(score => score.Terms["length"]) / -10, 1e-6);
        Assert.Equal(figures.Expected("stats", "objective/correct_bonus"), scores.Average(score => score.Terms["correctness"]) / 2, 1e-6);
    }

    [Fact]
    public void Score_AllTerms_TotalIsTheirSum()
    {
        var options = Answers.Released with { RewardBias = 0.25 };

        RewardSum score = RewardTerms.Of(options).Score(Answers.Saying("No", CaptionType.No) with { HasEnd = false });

        Assert.Equal(["bias", "correctness", "length", "missing_end", "model"], score.Terms.Keys.Order());
        Assert.Equal(0.5 - 8 - (10 * 4 / 16.0) + 1 + 0.25, score.Total, 1e-12);
        Assert.Equal(score.Terms.Values.Sum(), score.Total);
    }

    [Fact]
    public void Of_Defaults_PayTheModelsScoreAndAskForAnEnd()
    {
        var terms = RewardTerms.Of(new PpoRewardOptions());

        Assert.Equal(0.5, terms.Score(Answers.Plain).Total);
        Assert.Equal(-0.5, terms.Score(Answers.Plain with { HasEnd = false }).Total);
        Assert.Equal(["missing_end", "model"], terms.Score(Answers.Plain).Terms.Keys.Order());
    }

    [Fact]
    public void Of_NoPenalty_PaysTheModelsScoreAlone() =>
        Assert.Equal(0.5, RewardTerms.Of(new PpoRewardOptions { PenalizeMissingEnd = false }).Score(Answers.Plain with { HasEnd = false }).Total);

    private static IEnumerable<FinishedAnswer> Rollout(GoldenPpo golden)
    {
        string[] texts = [.. golden.Output("truncated").EnumerateArray().Select(text => text.GetString()!.Replace("</s>", "", StringComparison.Ordinal))];
        return texts.Select((text, row) => new FinishedAnswer
        {
            Text = text,
            Tokens = (int)golden.Expected("non_pad_len")[row],
            MaxTokens = (int)golden.Number("response_len"),
            HasEnd = golden.Expected("has_stop_token")[row] == 1,
            Kind = (CaptionType)golden.Numbers("caption_type")[row],
            LengthBonus = golden.Numbers("length_bonus_multiplier")[row],
            ModelReward = golden.Numbers("rm_scores")[row],
        });
    }

    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
}
