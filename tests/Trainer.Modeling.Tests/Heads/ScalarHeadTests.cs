using Trainer.Modeling.Heads;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Heads;

public sealed class ScalarHeadTests
{
    [Fact]
    public void Forward_HiddenStates_GivesOneFloatForEach()
    {
        using var scope = new TensorScope();
        var builder = new ParameterBuilder((_, shape, _) => Tensor.Full(Placement.CpuFloat, 0.5, shape));
        var head = new ScalarHead(builder, "reward_head", 3);

        // 0.5 · (1 + 2 + 3) + 0.5 and 0.5 · (4 + 5 + 6) + 0.5.
        Near.Equal([3.5, 8.0], head.Forward(Tensor.From([1f, 2, 3, 4, 5, 6], 2, 3)), 0);
        Assert.Equal(["reward_head.weight", "reward_head.bias"], builder.Parameters.Select(parameter => parameter.Name));
        Assert.All(builder.Parameters, parameter => Assert.Equal(ParameterGroup.Head, parameter.Group));
    }

    // Case rm.forward of LLaVA-RLHF's reference run: the score is read at the last position.
    [Fact]
    public void Forward_LastPositions_EqualsLlavaRlhf()
    {
        using var scope = new TensorScope();
        var builder = new ParameterBuilder((name, shape, _) => name.EndsWith("bias", StringComparison.Ordinal) ? Tensor.From([0.25f]) : Tensor.From([0.5f, -2f], shape));
        var head = new ScalarHead(builder, "reward_head", 2);
        Tensor hidden = Tensor.From([1f, 0, 2, 1, 0.5f, -1, 0, 0, 1, 1, 3, 2], 2, 3, 2);

        Near.Equal([2.5, -2.25], head.Forward(hidden.Select(1, 2)), 0);
    }
}
