using Trainer.Algorithms.Common;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Common;

public sealed class LabelPositionsTests
{
    [Fact]
    public void Of_Labels_PointsAtThePredictingStates()
    {
        // Two rows of four: labels at places 2, 3 of row 0 and 1 of row 1; a label at place 0 has nothing before it.
        using var scope = new TensorScope();
        Tensor labels = Tensor.From([-100L, -100, 7, 8, 5, 6, -100, -100], 2, 4);

        LabelPositions positions = LabelPositions.Of(labels, Device.Cpu);

        Assert.Equal([1L, 2, 4], positions.States.ToArray<long>());
        Assert.Equal([7L, 8, 6], positions.Targets.ToArray<long>());
        Assert.Equal([0, 0, 1], positions.Rows);
    }

    [Fact]
    public void Of_NoLabels_IsEmpty()
    {
        using var scope = new TensorScope();

        Assert.Equal(0, LabelPositions.Of(Tensor.From([-100L, -100], 1, 2), Device.Cpu).Count);
    }
}
