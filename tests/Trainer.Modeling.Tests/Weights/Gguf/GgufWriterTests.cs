using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.Gguf;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.Gguf;

public sealed class GgufWriterTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();

    private string Target => Path.Combine(directory.Path, "out.gguf");

    public void Dispose()
    {
        scope.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Write_TwoTensors_IsWhatTheFormatsDescriptionAsksFor()
    {
        NamedTensor[] tensors = [new("m", Tensor.From([1f, 2, 3, 4, 5, 6], 2, 3)), new("h", Tensor.From([1f], 1).To(DType.Float16))];

        GgufWriter.Write(Target, [new("n", 7u), new("list", new[] { "a", "\u2581" })], tensors);

        byte[] expected =
        [
            .. "GGUF"u8, 3, 0, 0, 0, .. Long(2), .. Long(2),
            .. Long(1), (byte)'n', 4, 0, 0, 0, 7, 0, 0, 0,
            .. Long(4), .. "list"u8, 9, 0, 0, 0, 8, 0, 0, 0, .. Long(2), .. Long(1), (byte)'a', .. Long(3), 0xE2, 0x96, 0x81,

            // Sizes from the innermost on, the type, and where the tensor begins: the second after 24 bytes and 8 of padding.
            .. Long(1), (byte)'m', 2, 0, 0, 0, .. Long(3), .. Long(2), 0, 0, 0, 0, .. Long(0),
            .. Long(1), (byte)'h', 1, 0, 0, 0, .. Long(1), 1, 0, 0, 0, .. Long(32),
        ];
        byte[] data =
        [
            0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40, 0, 0, 0xA0, 0x40, 0, 0, 0xC0, 0x40, .. new byte[8],
            0, 0x3C, .. new byte[30],
        ];
        Assert.Equal(163, expected.Length);
        Assert.Equal([.. expected, .. new byte[192 - 163], .. data], File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData("same", "same", "is taken")]
    [InlineData("short", "a name of sixty-four letters, one more than llama.cpp has room for", "has more than 63 bytes")]
    public void Write_UnusableName_LeavesNothing(string first, string second, string problem)
    {
        NamedTensor[] tensors = [.. new[] { first, second }.Select(name => new NamedTensor(name, Tensor.Zeros(Placement.CpuFloat, 1)))];

        var error = Assert.Throws<ArgumentException>(() => GgufWriter.Write(Target, [], tensors));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void Write_TensorThatFails_LeavesNothing()
    {
        var broken = new NamedTensor("t", DType.Float32, [2], () => throw new CheckpointException("gone"));

        Assert.Throws<CheckpointException>(() => GgufWriter.Write(Target, [], [broken]));

        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    private static byte[] Long(long number) => BitConverter.GetBytes(number);
}
