using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Tests.Common.Rewards;
using Trainer.Data.Rewards;
using Trainer.Modeling;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Reward;

/// <summary>A reward model whose vision side reads what is asked.</summary>
public sealed class InstructedRewardTests : IDisposable
{
    private static readonly RewardExample[] Examples = [Example(0, [9, 3], [5, 6, 2], [7, 2]), Example(1, [2, 9, 30, 11, 3], [7, 2], [5, 6, 11, 2])];

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyInstructBlip.Create();
    private readonly RewardHead head = RewardHead.Fresh(TinyInstructBlip.Config.Text.HiddenSize, RewardCards.Of(TinyInstructBlip.Config), new RandomRoot(3), Device.Cpu);

    public void Dispose()
    {
        head.Dispose();
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Score_InstructionsOfTwoLengths_EqualsEachAlone()
    {
        float[] together = Score(Examples);
        float[][] alone = [.. Examples.Select(example => Score(example))];

        Assert.All(together.Zip([alone[0][0], alone[1][0], alone[0][1], alone[1][1]]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Score_AnotherInstruction_JudgesWhatElseIsSeen() =>
        Assert.NotEqual(Score(Examples[0])[0], Score(Examples[0] with { Instructions = Examples[1].Instructions })[0], 1e-4f);

    private static RewardExample Example(int picture, long[] instruction, params long[][] answers)
    {
        using var scope = new TensorScope();
        long[] prefix = [.. Enumerable.Repeat(40L, 3), 2, 4, 8];
        float[] pixels = Trainer.TestKit.Models.TinyLlava.Pixels().Select(0, picture).ToArray<float>();
        return new RewardExample($"p{picture}", [.. answers.Select(answer => (long[])[.. prefix, .. answer])], [pixels]) { Instructions = [instruction] };
    }

    private float[] Score(params RewardExample[] examples)
    {
        using RewardBatch batch = new RewardCollator(padTokenId: 0, imageSize: 12).Collate(examples);
        return new RewardScorer(model, head, ForwardContext.Inference, features: null).Score(batch).ToArray<float>();
    }
}
