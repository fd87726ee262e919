using System.Text.Json;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Tests.Ppo.Rewards;

public sealed class RewardTermTests
{
    [Theory]
    [InlineData("ppo.post_reward.relativeTrue", true)]
    [InlineData("ppo.post_reward.relativeFalse", false)]
    public void MissingEnd_GoldenScores_ArePenalised(string id, bool isRelative)
    {
        var golden = GoldenPpo.Of(id);
        IRewardTerm[] terms = [new ModelReward(), new MissingEndPenalty(golden.Number("penalty_reward_value"), isRelative)];

        double[] rewards = [.. golden.Numbers("rewards").Zip(golden.Numbers("has_stop_token"), (reward, hasEnd) =>
            new RewardTerms(terms).Score(Answers.Plain with { ModelReward = reward, HasEnd = hasEnd == 1 }).Total)];

        Assert.Equal(golden.Expected("rewards"), rewards);
    }

    [Fact]
    public void Length_GoldenAnswers_PayByTheirRecordsFactor()
    {
        var golden = GoldenPpo.Of("ppo.length_bonus");
        var penalty = new LengthPenalty(golden.Number("length_bonus_score"));

        IEnumerable<double> scores = golden.Input("cases").EnumerateArray().Select(item => penalty.Score(Answers.Plain with
        {
            Tokens = item.GetProperty("non_pad_tokens").GetInt32(),
            MaxTokens = item.GetProperty("response_len").GetInt32(),
            LengthBonus = item.GetProperty("multiplier").GetDouble(),
        }));

        Assert.All(golden.Expected("reward_delta").Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Correctness_GoldenAnswersByTheReleasedRule_AreWhatItGave()
    {
        var golden = GoldenPpo.Of("ppo.correct_bonus");
        var bonus = new CorrectnessBonus(golden.Number("correct_bonus_score"), CorrectnessRule.Released);

        IEnumerable<double> scores = golden.Input("cases").EnumerateArray().Select(item => bonus.Score(Read(item)));

        Assert.Equal(golden.Expected("reward_delta"), scores);
    }

    [Theory]
    [InlineData("Yes, there is.", CaptionType.Yes)]
    [InlineData(" yes", CaptionType.Yes)]
    [InlineData("\"No\", I think.", CaptionType.No)]
    [InlineData("NO", CaptionType.No)]
    public void Correctness_YesAndNo_AreTreatedAlike(string text, CaptionType stated)
    {
        CaptionType other = stated == CaptionType.Yes ? CaptionType.No : CaptionType.Yes;

        Assert.Equal(1, Symmetric(text, stated));
        Assert.Equal(-1, Symmetric(text, other));
    }

    [Theory]
    [InlineData("Yesterday")]
    [InlineData("None of them")]
    [InlineData("Nothing")]
    [InlineData("No-one knows")]
    [InlineData("Maybe no")]
    [InlineData("")]
    public void Correctness_OtherFirstWord_SaysNeitherYesNorNo(string text)
    {
        Assert.Equal(0, Symmetric(text, CaptionType.Yes));
        Assert.Equal(0, Symmetric(text, CaptionType.No));
    }

    [Theory]
    [InlineData("B. a dog", CaptionType.B)]
    [InlineData("(b) a dog", CaptionType.B)]
    [InlineData("C", CaptionType.C)]
    [InlineData("D) dog", CaptionType.D)]
    [InlineData("Since it barks, the correct option is A.", CaptionType.A)]
    [InlineData("The correct answer is: (D), a dog", CaptionType.D)]
    [InlineData("B. no, but the correct option is A. So A.", CaptionType.A)]
    [InlineData("Some say the correct option is A, but the correct option is C.", CaptionType.C)]
    public void Correctness_StatedChoice_PaysIfRightAndCostsAThirdIfWrong(string text, CaptionType stated)
    {
        CaptionType[] choices = [CaptionType.A, CaptionType.B, CaptionType.C, CaptionType.D];

        Assert.All(choices, truth => Assert.Equal(truth == stated ? 2 : -2.0 / 3, Symmetric(text, truth), 1e-12));
        Assert.Equal(0, choices.Sum(truth => Symmetric(text, truth)), 1e-12);
    }

    [Theory]
    [InlineData("A dog")]
    [InlineData("Because of the cat")]
    [InlineData("the correct answer is a dog")]
    [InlineData("the correct option is Adam's")]
    [InlineData("")]
    public void Correctness_NoLetter_IsNoChoice(string text) => Assert.Equal(0, Symmetric(text, CaptionType.A));

    [Theory]
    [InlineData(CorrectnessRule.Symmetric)]
    [InlineData(CorrectnessRule.Released)]
    public void Correctness_OpenQuestion_HasNoTruth(CorrectnessRule rule) =>
        Assert.All(new[] { "Yes", "No", "A." }, text => Assert.Equal(0, new CorrectnessBonus(2, rule).Score(Answers.Saying(text, CaptionType.General))));

    private static double Symmetric(string text, CaptionType truth) =>
        new CorrectnessBonus(2, CorrectnessRule.Symmetric).Score(Answers.Saying(text, truth));

    private static FinishedAnswer Read(JsonElement item) =>
        Answers.Saying(item.GetProperty("response").GetString()!, (CaptionType)item.GetProperty("caption_type").GetInt32());
}
