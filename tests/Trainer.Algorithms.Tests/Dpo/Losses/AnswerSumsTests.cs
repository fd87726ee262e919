using Trainer.Algorithms.Common;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo.Losses;

public sealed class AnswerSumsTests
{
    private const double Rounding = 1e-5;

    [Fact]
    public void Of_GoldenLogits_GivesSumsLengthsAndGradients()
    {
        using var scope = new TensorScope();
        var golden = GoldenLosses.Of("seq_logprob_masked");
        Tensor logits = golden.Matrix("logits");
        logits.RequiresGrad = true;
        var labels = LabelPositions.Of(golden.Ids("labels"), Device.Cpu);

        Tensor sums = AnswerSums.Of(TokenLogProbs(logits, labels), labels.Rows, 3);
        sums.Sum().Backward();

        Near.Equal(golden.Outputs("sum_logprob"), sums, Rounding);
        Near.Equal(golden.Outputs("num_scored_tokens"), AnswerSums.Lengths(labels.Rows, 3));
        Near.Equal(golden.Outputs("avg_logprob")[..2], (sums / AnswerSums.Lengths(labels.Rows, 3)).Narrow(0, 0, 2), Rounding);
        Near.Equal(golden.Outputs("grad_of_batch_sum_wrt_logits"), logits.Grad!, Rounding);
    }

    [Fact]
    public void Of_GoldenPairs_GiveTheLoss()
    {
        using var scope = new TensorScope();
        var golden = GoldenLosses.Of("dpo_end_to_end_concatenated");
        Tensor[] policy = Sums(golden, "policy_logits").Chunk(2, 0);
        Tensor[] reference = Sums(golden, "reference_logits").Chunk(2, 0);
        Tensor lengths = Tensor.From([2f, 2f]);
        var pairs = new PairLogProbs
        {
            PolicyChosen = policy[0],
            PolicyRejected = policy[1],
            ReferenceChosen = reference[0],
            ReferenceRejected = reference[1],
            ChosenLengths = lengths,
            RejectedLengths = lengths,
        };

        Near.Equal(golden.Outputs("policy_logps"), Sums(golden, "policy_logits"), Rounding);
        Near.Equal(golden.Outputs("logits"), pairs.Margin, Rounding);
        Near.Equal(golden.Outputs("per_example_loss"), new SigmoidLoss(0.1).Compute(pairs), Rounding);
        Near.Equal(golden.Outputs("chosen_rewards"), PairRewards.Of(pairs, 0.1).Chosen, Rounding);
        Near.Equal(golden.Outputs("rejected_rewards"), PairRewards.Of(pairs, 0.1).Rejected, Rounding);
    }

    [Fact]
    public void Of_TokensThatTheNoisyPictureSuggests_GivePovidsLogProbs()
    {
        // POVID (arXiv:2402.11411) scores, with the clean picture, the tokens that are likeliest with the noisy one.
        using var scope = new TensorScope();
        var golden = GoldenLosses.Of("povid_self_logprob");
        var labels = LabelPositions.Of(golden.Ids("labels"), Device.Cpu);
        Tensor suggested = golden.Matrix("noisy_logits").Reshape(-1, 5).IndexSelect(0, labels.States).ArgMax(-1);

        Tensor logProbs = TokenLogProbs(golden.Matrix("clean_logits"), labels with { Targets = suggested });

        Near.Equal(golden.Outputs("own_logps"), AnswerSums.Of(logProbs, labels.Rows, 2), Rounding);
    }

    [Fact]
    public void Guide_GoldenLogits_GiveVdposLogProbs()
    {
        using var scope = new TensorScope();
        var golden = GoldenLosses.Of("vdpo_guided_logprob");
        Tensor seeing = golden.Matrix("logits_with_image");
        Tensor blind = golden.Matrix("logits_without_image");
        Tensor labels = golden.Ids("labels");
        double gamma = golden.Input("gamma", 0);

        Tensor ofLogits = Functional.TokenLogProbs(VdpoLoss.Guide(seeing, blind, gamma), labels);
        Tensor ofLogProbs = VdpoLoss.Guide(Functional.TokenLogProbs(seeing, labels), Functional.TokenLogProbs(blind, labels), gamma);

        Near.Equal(golden.Outputs("normalised_per_token"), ofLogits, Rounding);
        Near.Equal(golden.Outputs("unnormalised_per_token"), ofLogProbs, Rounding);
        Near.Equal(golden.Outputs("unnormalised_sum"), AnswerSums.Of(ofLogProbs, [0, 0], 1), Rounding);
    }

    [Fact]
    public void WeightedMean_ChangedTokens_CountMore()
    {
        // (−1 − 2 + 5 · (−3)) / (2 + 5) for the first answer, (−4) / 1 for the second.
        using var scope = new TensorScope();

        Tensor means = AnswerSums.WeightedMean(Pairs.Of(-1, -4, -2, -3), [1, 1, 1, 5], [0, 1, 0, 0], 2);

        Near.Equal([-18.0 / 7, -4], means, 1e-12);
    }

    [Fact]
    public void Of_MoreAnswersInTheBatch_ChangeNothing()
    {
        using var scope = new TensorScope();
        Tensor logProbs = Pairs.Of(-1.5, -0.25, -3, -0.125);

        Tensor together = AnswerSums.Of(logProbs, [0, 0, 1, 2], 3);
        Tensor alone = AnswerSums.Of(logProbs.Narrow(0, 0, 2), [0, 0], 1);

        Assert.Equal([-1.75, -3, -0.125], together.ToArray<double>());
        Assert.Equal(-1.75, alone.Item());
    }

    private static Tensor Sums(GoldenLosses golden, string logits)
    {
        var labels = LabelPositions.Of(golden.Ids("labels"), Device.Cpu);
        return AnswerSums.Of(TokenLogProbs(golden.Matrix(logits), labels), labels.Rows, 4);
    }

    private static Tensor TokenLogProbs(Tensor logits, LabelPositions labels) =>
        AnswerLogProbs.Compute(logits.Reshape(-1, logits.Size(-1)).IndexSelect(0, labels.States), labels.Targets, states => states, blockRows: 100);
}
