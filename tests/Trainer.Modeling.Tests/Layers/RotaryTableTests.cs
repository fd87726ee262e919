using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Layers;

public sealed class RotaryTableTests
{
    // Angles are made in single precision, as the reference implementation makes them: far out they carry its rounding.
    private const double FarTolerance = 2e-4;

    [Theory]
    [InlineData(1, "rotated")]
    [InlineData(4, "rotated_scaled_by_4")]
    public void At_GoldenPositions_RotatesAsTheReference(double scaling, string expected)
    {
        using var scope = new TensorScope();
        using var table = new RotaryTable(Config(scaling), Device.Cpu);
        Tensor positions = Tensor.From([.. Golden.Numbers("layers", "positions").Select(position => (long)position)], 1, 5);
        Tensor vector = TinyWeights.Fill(50, [1, 1, 1, 8], 2).Expand(1, 5, 1, 8);

        Near.Equal(Golden.Numbers("layers", expected), table.At(positions).Rotate(vector), FarTolerance);
    }

    [Fact]
    public void First_AndAtTheSamePositions_Agree()
    {
        using var scope = new TensorScope();
        using var table = new RotaryTable(Config(1), Device.Cpu);
        Tensor vectors = TinyWeights.Fill(1, [2, 3, 2, 8], 2);

        Tensor first = table.First(3).Rotate(vectors);

        Near.Equal(table.At(Tensor.From([0L, 1, 2, 0, 1, 2], 2, 3)).Rotate(vectors), first, 0);
    }

    [Fact]
    public void Rotate_ByEqualAngles_KeepsInnerProducts()
    {
        using var scope = new TensorScope();
        using var table = new RotaryTable(Config(1), Device.Cpu);
        Tensor left = TinyWeights.Fill(2, [1, 1, 1, 8], 2);
        Tensor right = TinyWeights.Fill(3, [1, 1, 1, 8], 2);
        RotaryAngles angles = table.At(Tensor.From([77L], 1, 1));

        Assert.Equal((left * right).Sum().Item(), (angles.Rotate(left) * angles.Rotate(right)).Sum().Item(), 1e-5);
    }

    [Fact]
    public void First_BeyondTheTable_SaysWhatToLower()
    {
        using var table = new RotaryTable(Config(1), Device.Cpu);

        TorchException error = Assert.Throws<TorchException>(() => table.First(2049));

        Assert.Contains("2049 tokens is longer than the model's 2048 positions", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(-1)]
    public void At_OutsideTheTable_NamesThePositionAndWhatToLower(long position)
    {
        using var table = new RotaryTable(Config(1), Device.Cpu);
        using Tensor positions = Tensor.From([0L, 2047, position], 1, 3);

        TorchException error = Assert.Throws<TorchException>(() => table.At(positions));

        Assert.Contains($"position {position}, but the model knows positions 0 to 2047", error.Message, StringComparison.Ordinal);
        Assert.Contains("max_length", error.Message, StringComparison.Ordinal);
    }

    private static LlamaConfig Config(double scaling) => new() { HiddenSize = 8, Heads = 1, MaxPositions = 2048, RopeScaling = scaling };
}
