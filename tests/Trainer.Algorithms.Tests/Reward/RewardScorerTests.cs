using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Reward;
using Trainer.Algorithms.Tests.Common.Rewards;
using Trainer.Data.Rewards;
using Trainer.Modeling;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Reward;

public sealed class RewardScorerTests : IDisposable
{
    private const int ImageSize = 8;
    private readonly LlavaModel model = TinyLlava.Create();
    private readonly RewardHead head = RewardHead.Fresh(TinyLlava.Config.Text.HiddenSize, RewardCards.Of(TinyLlava.Config), new RandomRoot(3), Device.Cpu);

    public void Dispose()
    {
        head.Dispose();
        model.Dispose();
    }

    [Fact]
    public void Score_RowsOfDifferentLengths_EqualsEachAlone()
    {
        using var scope = new TensorScope();
        RewardExample[] examples = [Example(1, [5, 6, 2], [7, 2]), Example(2, [7, 2], [5, 6, 11, 2])];

        float[] together = Score(examples);
        float[] first = Score(examples[0]);
        float[] second = Score(examples[1]);

        Assert.All(together.Zip([first[0], second[0], first[1], second[1]]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.NotEqual(together[0], together[2], 1e-3f);
    }

    [Fact]
    public void Compute_SwappedPair_NegatesTheMargin()
    {
        using var scope = new TensorScope();
        RewardExample example = Example(1, [5, 6, 2], [7, 2]);
        RewardExample swapped = example with { Answers = [example.Answers[1], example.Answers[0]] };

        double margin = Margin(example);

        Assert.True(Math.Abs(margin) > 1e-3);
        Assert.Equal(-margin, Margin(swapped), 1e-5);
    }

    [Fact]
    public void Forward_LastState_IsWeighedAndBiased()
    {
        using var scope = new TensorScope();
        head.Parameters[0].Value.CopyFrom(Tensor.From([0.5f, -2f, 0, 0, 0, 0, 0, 0], 1, 8));
        head.Parameters[1].Value.CopyFrom(Tensor.From([0.25f]));
        Tensor hidden = Tensor.From([0.5f, -1f, 0, 0, 0, 0, 0, 0, 3f, 2f, 0, 0, 0, 0, 0, 0], 2, 8);

        Assert.Equal([2.5f, -2.25f], head.Forward(hidden).ToArray<float>());
    }

    private float[] Score(params RewardExample[] examples)
    {
        using RewardBatch batch = new RewardCollator(padTokenId: 0, ImageSize).Collate(examples);
        return Scorer().Score(batch).Detach().ToArray<float>();
    }

    private double Margin(RewardExample example)
    {
        using RewardBatch batch = new RewardCollator(padTokenId: 0, ImageSize).Collate([example]);
        LossReport report = new RewardObjective(Scorer(), centering: 0).Compute(batch);
        return report.Metrics["margin"].Sum.Item();
    }

    private RewardScorer Scorer() => new(model, head, ForwardContext.Inference, features: null);

    private static RewardExample Example(int picture, params long[][] answers)
    {
        long[] prefix = [1, .. Enumerable.Repeat((long)TinyLlava.ImageToken, TinyLlava.Config.ImageTokenCount), 3];
        float[] pixels = [.. Enumerable.Range(0, 3 * ImageSize * ImageSize).Select(i => MathF.Sin(i * picture))];
        return new RewardExample($"p{picture}", [.. answers.Select(answer => (long[])[.. prefix, .. answer])], [pixels]);
    }
}
