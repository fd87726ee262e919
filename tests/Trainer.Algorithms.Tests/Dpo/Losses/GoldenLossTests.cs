using Trainer.Algorithms.Dpo.Losses;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo.Losses;

public sealed class GoldenLossTests
{
    private const double Exact = 1e-9;

    public static TheoryData<string> Cases => [.. GoldenLosses.Names("preference_loss")];

    [Fact]
    public void Cases_AreAllThere() => Assert.Equal(18, GoldenLosses.Names("preference_loss").Count());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_GoldenCase_GivesLossAndGradients(string name)
    {
        using var scope = new TensorScope();
        var golden = GoldenLosses.Of(name);
        PairLogProbs pairs = Read(golden);

        Tensor losses = PreferenceLosses.Create(Options(golden)).Compute(pairs);
        losses.Mean().Backward();

        Near.Equal(golden.Outputs(golden.Has("total_loss") ? "total_loss" : "loss_mean"), losses.Mean(), Exact);
        Near.Equal(PerPair(golden), golden.Has("total_loss") ? losses - Nll(pairs) : losses, Exact);
        string gradient = golden.Has("total_loss") ? "grad_total_wrt_policy" : "grad_mean_wrt_policy";
        Near.Equal(golden.Outputs($"{gradient}_chosen"), pairs.PolicyChosen.Grad!, Exact);
        Near.Equal(golden.Outputs($"{gradient}_rejected"), pairs.PolicyRejected.Grad!, Exact);
        if (golden.Has("grad_mean_wrt_policy_chosen_weakimage"))
        {
            Near.Equal(golden.Outputs("grad_mean_wrt_policy_chosen_weakimage"), pairs.Weakened!.PolicyChosen.Grad!, Exact);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rewards_GoldenCase_MatchWhereGiven(string name)
    {
        using var scope = new TensorScope();
        var golden = GoldenLosses.Of(name);
        PairLogProbs pairs = Read(golden);
        if (!golden.Has("chosen_rewards"))
        {
            Assert.Contains(golden.LossType, new[] { "cpo", "mdpo" });
            return;
        }

        var rewards = PairRewards.Of(golden.LossType == "simpo" ? pairs.PerToken() : WithReference(pairs, golden), golden.Input("beta", 0));

        Near.Equal(golden.Outputs("chosen_rewards"), rewards.Chosen, Exact);
        Near.Equal(golden.Outputs("rejected_rewards"), rewards.Rejected, Exact);
        if (golden.Has("reward_accuracy"))
        {
            Near.Equal(golden.Outputs("reward_accuracy"), rewards.Accuracies.Mean(), 1e-7);
            Near.Equal(golden.Outputs("reward_margin_mean"), rewards.Margins.Mean(), Exact);
        }
    }

    private static PreferenceLossOptions Options(GoldenLosses golden) => new()
    {
        LossType = [golden.LossType switch
        {
            "cdpo" or "reference_free" => "sigmoid",
            "ipo_sum" or "ipo_avg" => "ipo",
            "kto_pair_detached" => "kto_pair",
            "bco_pair_nodelta" => "bco_pair",
            string name => name,
        }],
        Beta = golden.Input("beta", 0),
        LabelSmoothing = golden.Input("label_smoothing", 0),
        IpoNormalization = golden.LossType == "ipo_avg" ? IpoNormalization.Mean : IpoNormalization.Sum,
        KtoDetachKl = golden.LossType == "kto_pair_detached",
        SimpoGamma = golden.Input("gamma", 0),
        CpoAlpha = golden.Input("cpo_alpha", 0),
        NllNormalization = NllNormalization.Batch,
        MdpoDelta = golden.Input("anchor_delta", 0),
    };

    private static PairLogProbs Read(GoldenLosses golden)
    {
        Tensor chosen = Leaf(golden.Inputs("policy_chosen_logps"));
        bool hasReference = golden.LossType is not ("reference_free" or "simpo" or "cpo");
        return new PairLogProbs
        {
            PolicyChosen = chosen,
            PolicyRejected = Leaf(golden.Inputs("policy_rejected_logps")),
            ReferenceChosen = hasReference ? Pairs.Of(golden.Inputs("reference_chosen_logps")) : null,
            ReferenceRejected = hasReference ? Pairs.Of(golden.Inputs("reference_rejected_logps")) : null,
            ChosenLengths = Lengths(golden, "chosen_lengths", chosen),
            RejectedLengths = Lengths(golden, "rejected_lengths", chosen),
            Weakened = golden.LossType == "mdpo"
                ? new(Leaf(golden.Inputs("policy_chosen_weakimage_logps")), Pairs.Of(golden.Inputs("reference_chosen_weakimage_logps")))
                : null,
        };
    }

    /// <summary>The reference-free case measures its rewards against the reference all the same.</summary>
    private static PairLogProbs WithReference(PairLogProbs pairs, GoldenLosses golden) => pairs with
    {
        ReferenceChosen = Pairs.Of(golden.Inputs("reference_chosen_logps")),
        ReferenceRejected = Pairs.Of(golden.Inputs("reference_rejected_logps")),
    };

    private static Tensor Lengths(GoldenLosses golden, string key, Tensor like) =>
        golden.HasInput(key) ? Pairs.Of(golden.Inputs(key)) : like.Detach().ZerosLike() + 1;

    private static Tensor Nll(PairLogProbs pairs) => new NllLoss(NllNormalization.Batch).Compute(pairs);

    /// <summary>The losses of the pairs: KTO has them in two halves, mDPO in three terms.</summary>
    private static double[] PerPair(GoldenLosses golden)
    {
        if (golden.LossType == "mdpo")
        {
            double[][] terms = [golden.Outputs("dpo_term"), golden.Outputs("image_conditional_term"), golden.Outputs("anchor_term")];
            return [.. Enumerable.Range(0, terms[0].Length).Select(pair => terms.Sum(term => term[pair]))];
        }

        double[] losses = golden.Outputs("per_example_loss");
        int half = losses.Length / 2;
        return golden.LossType.StartsWith("kto", StringComparison.Ordinal)
            ? [.. Enumerable.Range(0, half).Select(pair => (losses[pair] + losses[half + pair]) / 2)]
            : losses;
    }

    private static Tensor Leaf(double[] values)
    {
        Tensor leaf = Pairs.Of(values);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
