using Trainer.Algorithms.Dpo.Losses;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo.Losses;

public sealed class PreferenceLossTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Names => [.. PreferenceLosses.All.Keys];

    // Pairs.HandWorked has σ(a) = 3/4, σ(d) = 1/3, σ(h) = 6/7, mean log-probabilities −1/2 and −1; β = 1.
    public static TheoryData<string, double> HandWorked => new()
    {
        { "sigmoid", Math.Log(7.0 / 6) },
        { "hinge", 0 },
        { "sigmoid_norm", Math.Log(1 + (1 / (Math.Sqrt(3) * Math.Pow(2, 0.25)))) },
        { "ipo", Math.Pow((Math.Log(3) / 2) + (Math.Log(2) / 4) - 0.5, 2) },
        { "kto_pair", ((1.0 / 4) + (1.0 / 7)) / 2 },
        { "simpo", Math.Log(2) },
        { "cpo", Math.Log(1 + Math.Exp(-3)) + 0.5 },
        { "orpo", Math.Log(1 + (1 / (Math.Sqrt(Math.E) + 1))) + 0.5 },
        { "nca_pair", Math.Log(4.0 / 3) + Math.Log(2) + (0.5 * Math.Log(1.5)) },
        { "bco_pair", Math.Log(2) },
        { "apo_zero", 7.0 / 12 },
        { "apo_down", 25.0 / 28 },
        { "sppo_hard", Math.Pow(Math.Log(3) - 0.5, 2) + Math.Pow(0.5 - Math.Log(2), 2) },
        { "mdpo", Math.Log(7.0 / 6) + (2 * Math.Log(4.0 / 3)) },
        { "vdpo", Math.Log(13.0 / 12) },
        { "sft", 0.5 },
    };

    // With a quarter of the labels swapped.
    public static TheoryData<string, double> HandWorkedSmoothed => new()
    {
        { "sigmoid", (0.75 * Math.Log(7.0 / 6)) + (0.25 * Math.Log(7)) },
        { "robust", ((0.75 * Math.Log(7.0 / 6)) - (0.25 * Math.Log(7))) / 0.5 },
        { "exo_pair", (6.0 / 7 * Math.Log(6 / 7.0 / 0.75)) + (1.0 / 7 * Math.Log(1 / 7.0 / 0.25)) },
    };

    [Theory]
    [MemberData(nameof(HandWorked))]
    public void Compute_HandWorkedPair_GivesValue(string name, double expected)
    {
        using var scope = new TensorScope();

        Assert.Equal(expected, Create(name, new() { Beta = 1, VdpoGamma = 2 }).Compute(Pairs.HandWorked()).Item(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(HandWorkedSmoothed))]
    public void Compute_SmoothedLabels_GivesValue(string name, double expected)
    {
        using var scope = new TensorScope();

        Assert.Equal(expected, Create(name, new() { Beta = 1, LabelSmoothing = 0.25 }).Compute(Pairs.HandWorked()).Item(), 1e-12);
    }

    [Fact]
    public void HandWorked_Values_CoverEveryLoss() =>
        Assert.Equal(
            PreferenceLosses.All.Keys.Order(),
            HandWorked.Concat(HandWorkedSmoothed).Select(row => (string)row[0]).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_Gradient_EqualsFiniteDifferences(string name)
    {
        using var scope = new TensorScope();

        // The paper's KTO hides part of the dependence from the gradient on purpose; the golden cases check that form.
        IPreferenceLoss loss = Create(name, Smoothed with { KtoDetachKl = false, VdpoGamma = 1.5 });
        PairLogProbs pairs = Pairs.Several();
        Tensor[] leaves = [pairs.PolicyChosen, pairs.PolicyRejected, pairs.Weakened!.PolicyChosen];
        Array.ForEach(leaves, leaf => leaf.RequiresGrad = true);
        loss.Compute(pairs).Mean().Backward();

        foreach (Tensor leaf in leaves)
        {
            double[] gradient = leaf.Grad?.ToArray<double>() ?? new double[leaf.Count];
            for (int pair = 0; pair < gradient.Length; pair++)
            {
                Assert.Equal(Slope(loss, pairs, leaf, pair), gradient[pair], 1e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_ExtremeMargins_StaysFinite(string name)
    {
        using var scope = new TensorScope();
        Tensor zeros = Tensor.From([0f, 0f, 0f]);
        PairLogProbs pairs = new()
        {
            PolicyChosen = Leaf(0, -20000, -20000),
            PolicyRejected = Leaf(-20000, 0, -20000),
            ReferenceChosen = zeros,
            ReferenceRejected = zeros,
            ChosenLengths = zeros + 1,
            RejectedLengths = zeros + 1,
            Weakened = new(Leaf(-20000, 0, 0), zeros),
            Unconditional = new(zeros, zeros),
        };

        Tensor losses = Create(name, Smoothed with { Beta = 1 }).Compute(pairs);
        losses.Mean().Backward();

        Assert.Equal(DType.Float32, losses.DType);
        Assert.All(losses.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
        Assert.All(pairs.PolicyChosen.Grad!.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_OtherOrder_PermutesLosses(string name)
    {
        using var scope = new TensorScope();
        IPreferenceLoss loss = Create(name, Smoothed);

        double[] straight = loss.Compute(Pairs.Several()).ToArray<double>();
        double[] reversed = loss.Compute(Reversed(Pairs.Several())).ToArray<double>();

        Assert.All(straight.Reverse().Zip(reversed), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Margin_SwappedPair_FlipsSign()
    {
        using var scope = new TensorScope();
        PairLogProbs pairs = Pairs.Several();
        double[] margins = pairs.Margin.ToArray<double>();

        Assert.Equal(margins.Select(margin => -margin), Pairs.Swapped(pairs).Margin.ToArray<double>());

        // −log σ(−x) = x − log σ(x)
        double[] losses = new SigmoidLoss(1).Compute(pairs).ToArray<double>();
        double[] swapped = new SigmoidLoss(1).Compute(Pairs.Swapped(pairs)).ToArray<double>();
        Assert.All(margins.Zip(losses, swapped), item => Assert.Equal(item.First + item.Second, item.Third, 1e-12));
    }

    [Fact]
    public void Compute_PolicyIsReference_GivesLogTwoAndNoReward()
    {
        using var scope = new TensorScope();
        PairLogProbs pairs = Pairs.Several();
        pairs = pairs with { ReferenceChosen = pairs.PolicyChosen, ReferenceRejected = pairs.PolicyRejected };

        Assert.All(new SigmoidLoss(0.1).Compute(pairs).ToArray<double>(), loss => Assert.Equal(Math.Log(2), loss, 1e-15));
        var rewards = PairRewards.Of(pairs, 0.1);
        Assert.All(rewards.Margins.ToArray<double>(), margin => Assert.Equal(0, margin));
        Assert.Equal(0, rewards.Accuracies.Sum().Item());
    }

    [Fact]
    public void Compute_MissingInput_SaysWhich()
    {
        using var scope = new TensorScope();
        PairLogProbs pairs = Pairs.HandWorked() with { Weakened = null, Unconditional = null };

        Assert.Contains("weakened picture", Assert.Throws<ArgumentException>(() => new MdpoLoss(1, 0).Compute(pairs)).Message);
        Assert.Contains("without a picture", Assert.Throws<ArgumentException>(() => new VdpoLoss(1, 2).Compute(pairs)).Message);
    }

    private static PreferenceLossOptions Smoothed => new() { LabelSmoothing = 0.1 };

    private static IPreferenceLoss Create(string name, PreferenceLossOptions options) =>
        PreferenceLosses.Create(options with { LossType = [name] });

    private static double Slope(IPreferenceLoss loss, PairLogProbs pairs, Tensor leaf, int pair)
    {
        using var mode = GradientMode.Off();
        return (Shifted(Step) - Shifted(-Step)) / (2 * Step);

        double Shifted(double shift)
        {
            double[] values = leaf.ToArray<double>();
            double original = values[pair];
            values[pair] += shift;
            leaf.CopyFrom(Tensor.From(values));
            double mean = loss.Compute(pairs).Mean().Item();
            values[pair] = original;
            leaf.CopyFrom(Tensor.From(values));
            return mean;
        }
    }

    private static PairLogProbs Reversed(PairLogProbs pairs)
    {
        return new()
        {
            PolicyChosen = Flip(pairs.PolicyChosen),
            PolicyRejected = Flip(pairs.PolicyRejected),
            ReferenceChosen = Flip(pairs.ReferenceChosen!),
            ReferenceRejected = Flip(pairs.ReferenceRejected!),
            ChosenLengths = Flip(pairs.ChosenLengths),
            RejectedLengths = Flip(pairs.RejectedLengths),
            Weakened = new(Flip(pairs.Weakened!.PolicyChosen), Flip(pairs.Weakened.ReferenceChosen)),
            Unconditional = new(Flip(pairs.Unconditional!.Chosen), Flip(pairs.Unconditional.Rejected)),
        };

        static Tensor Flip(Tensor values) => Tensor.From(values.ToArray<double>().Reverse().ToArray());
    }

    private static Tensor Leaf(params float[] values)
    {
        Tensor leaf = Tensor.From(values);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
