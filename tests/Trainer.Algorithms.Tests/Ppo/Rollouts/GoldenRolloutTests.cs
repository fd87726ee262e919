using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

/// <summary>The whole of <c>ppo.rollout.e2e</c> and <c>ppo.step_stats</c>, piece by piece.</summary>
public sealed class GoldenRolloutTests
{
    private static GoldenPpo Golden => GoldenRollout.Case;

    [Fact]
    public void Find_SampledAnswers_CutsThemAsReleased()
    {
        Assert.Equal(Golden.Output("truncated").EnumerateArray().Select(text => text.GetString()), GoldenRollout.Answers.Select(answer => GoldenRollout.Text(answer.Tokens)));
        Assert.Equal(Golden.Expected("non_pad_len"), GoldenRollout.Answers.Select(answer => (double)answer.Tokens.Length));
        Assert.Equal(Golden.Expected("has_stop_token"), GoldenRollout.Answers.Select(answer => answer.HasEnd ? 1.0 : 0));
    }

    [Fact]
    public void EncodeQuestion_BehindTheAnswers_MakesTheReleasedRewardInput()
    {
        using var folder = new TemporaryDirectory();
        FactTable table = FactTable.Open(folder.Write("facts.json", Golden.Input("captions").GetRawText()));
        var facts = new FactSource(new FactRule(FactKind.Captions, FactOrder.Stored), table, new RandomRoot(1));
        var encoder = new RewardEncoder(
            new CharacterTokenizer(),
            ConversationTemplates.V1,
            new ConversationEncoderOptions { ImageTokenCount = 1, ImageTokenId = -200 },
            new RewardPrompt("toy", Golden.Input("reward_template").GetString()!) { FactHeader = Golden.Input("factual_prefix").GetString()! });
        long[] prompt = [.. Golden.Numbers("query_ids").Select(id => (long)id).Where(id => id != 0)];

        long[][] rows = [.. GoldenRollout.Answers.Select((answer, row) => (long[])[.. prompt, .. answer.Tokens, .. encoder.EncodeQuestion(facts.Of(Record(row)))])];

        Assert.Equal(Golden.Output("rm_input_without_pads").EnumerateArray().Select(text => text.GetString()), rows.Select(GoldenRollout.Text));
        using RewardBatch batch = new RewardCollator(padTokenId: 0, imageSize: 8).Collate([.. rows.Select(row => new RewardExample("r", [row], []))]);

        // The reference pads every row to one width; here the longest row has no padding.
        double released = Golden.Expected("rm_input_total_len")[0] - batch.TokenIds.Size(1);
        Assert.Equal(Golden.Expected("rm_left_pads"), batch.Starts.ToArray<long>().Select(start => start + released));
    }

    // Case seq.remove_pad_left_pad: the reference removes padding from the middle of rows; here nothing ever puts it there.
    [Fact]
    public void Collate_RowsThatHoldNoPadding_GivesTheReleasedBlock()
    {
        var golden = GoldenPpo.Of("seq.remove_pad_left_pad");
        RewardExample[] examples = [.. GoldenPpo.Rows(golden.Input("seqs")).Select(row => new RewardExample("r", [[.. row.Where(id => id != 0)]], []))];

        using RewardBatch batch = new RewardCollator(padTokenId: 0, imageSize: 8).Collate(examples);

        // The reference keeps the width of what came in, one column more.
        Assert.Equal(GoldenPpo.Rows(golden.Output("out")).SelectMany(row => row[1..]), batch.TokenIds.ToArray<long>());
    }

    [Fact]
    public void Score_Answers_GivesTheReleasedTerms()
    {
        Assert.Equal(Golden.Expected("length_bonus"), GoldenRollout.Sums.Select(sum => sum.Terms["length"] / -10), Close);
        Assert.Equal(Golden.Expected("correct_bonus"), GoldenRollout.Sums.Select(sum => sum.Terms["correctness"] / 2), Close);
        Assert.Equal(Golden.Expected("rewards_after_penalty"), GoldenRollout.Sums.Select(sum => sum.Terms["model"] + sum.Terms["missing_end"]), Close);
    }

    [Fact]
    public void Value_Answers_GivesTheReleasedRewardsReturnsAndAdvantages()
    {
        using var scope = new TensorScope();
        double scale = GoldenRollout.Options.Rewards.Scale;
        int last = GoldenRollout.MaxTokens - 1;

        TokenValuation valuation = GoldenRollout.Value();

        Near.Equal(Golden.Expected("kl_sum"), valuation.Kl.Sum(1), 1e-5);
        Near.Equal(Golden.Expected("shaped_last"), valuation.Shaped.Rewards.Select(1, last) / scale, 1e-5);
        Near.Equal(Golden.Expected("shaped_sum"), valuation.Shaped.Rewards.Sum(1) / scale, 1e-5);
        Near.Equal(Golden.Expected("returns_col0"), valuation.Returns.Select(1, 0), 1e-3);
        Near.Equal(Golden.Expected("returns_last"), valuation.Returns.Select(1, last), 1e-3);
        Near.Equal(Golden.Expected("adv_col0"), valuation.Advantages.Select(1, 0), 1e-5);
        Near.Equal(Golden.Expected("adv_last"), valuation.Advantages.Select(1, last), 1e-5);
    }

    [Fact]
    public void Figures_OfTheRollout_HaveTheReleasedNumbers()
    {
        using var scope = new TensorScope();
        var released = GoldenPpo.Of("ppo.step_stats");
        var view = new RolloutView(0, [], GoldenRollout.Finished, GoldenRollout.Sums);

        Dictionary<string, double> figures = RolloutFigures.Of(view, GoldenRollout.Scores, GoldenRollout.Value(), Golden.Number("kl_coef"));

        string[] alike = ["objective/kl_coef", "objective/kl_sum_seq", "objective/shaped_rewards", "objective/non_score_rewards", "objective/entropies", "objective/ref_entropies"];
        Assert.Equal(alike.Select(name => released.Expected("stats", name)), alike.Select(name => figures[name]), Close);

        // Released as a mean over padding too.
        double tokens = GoldenRollout.Finished.Sum(answer => answer.Tokens);
        Assert.Equal(released.Expected("stats", "objective/kl_avg_seq") * GoldenRollout.MaxTokens * GoldenRollout.Finished.Length / tokens, figures["objective/kl_avg_seq"], 1e-6);

        // Released before weights and without the other terms; here every term stands alone with its weight, and the sum is the sum.
        Assert.Equal(released.Expected("stats", "objective/length_bonus"), figures["rewards/length"] / -10, 1e-6);
        Assert.Equal(released.Expected("stats", "objective/correct_bonus"), figures["rewards/correctness"] / 2, 1e-6);
        Assert.Equal(released.Expected("stats", "objective/rewards"), figures["rewards/model"] + figures["rewards/missing_end"], 1e-6);
        Assert.Equal(figures["objective/shaped_rewards"], figures["objective/rewards"] + figures["objective/non_score_rewards"], 1e-9);
    }

    private static PromptRecord Record(int row) => new()
    {
        Id = $"{row}",
        Images = ["000000000009.jpg"],
        Turns = [],
        CaptionType = (CaptionType)Golden.Numbers("caption_type")[row],
    };

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) < 1e-5;
}
