using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

public sealed class TorchFileWriterTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(DType.Float64)]
    [InlineData(DType.Float32)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float16)]
    [InlineData(DType.Int64)]
    [InlineData(DType.UInt8)]
    public void Write_ReadBack_IsTheSame(DType type)
    {
        Tensor value = TinyWeights.Fill(3, [4, 6], 100, 60).To(type);
        NamedTensor[] tensors = [new("rows", value), new("columns", value.Transpose(0, 1)), new("number", value.Select(0, 0).Select(0, 0)), new("none", value.Narrow(0, 0, 0))];

        TorchFileWriter.Write(PathOf("a.bin"), tensors);

        using TorchFile file = TorchFile.Open(PathOf("a.bin"));
        Assert.Equal(["columns", "none", "number", "rows"], file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(tensors, tensor => Assert.True(tensor.Value().Contiguous().SameAs(file.Read(tensor.Name)), tensor.Name));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        NamedTensor[] tensors = [new("a", Tensor.From([1f, 2f]))];

        TorchFileWriter.Write(PathOf("a.bin"), tensors);
        TorchFileWriter.Write(PathOf("b.bin"), tensors);

        Assert.Equal(File.ReadAllBytes(PathOf("a.bin")), File.ReadAllBytes(PathOf("b.bin")));
    }

    [Fact]
    public void Open_ArchiveWithoutExtension_IsReadAsOne()
    {
        TorchFileWriter.Write(PathOf("reward_head"), [new("weight", Tensor.From([1f, 2f], 1, 2)), new("bias", Tensor.From([3f]))]);

        using IWeightSource file = WeightFile.Open(PathOf("reward_head"));

        Assert.Equal(3, file.Read("bias").Item());
    }

    private string PathOf(string name) => Path.Combine(folder.Path, name);
}
