using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();

    private string Target => Path.Combine(directory.Path, "out.safetensors");

    public void Dispose()
    {
        scope.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Write_TensorsOfAReferenceFile_GivesItsOrderAndBytes()
    {
        using SafetensorsFile reference = SafetensorsFile.Open(directory.Write("tiny.safetensors", SafetensorsFixture.Tiny));

        SafetensorsWriter.Write(Target, reference.Tensors.Keys.Order(StringComparer.Ordinal).Select(name => new NamedTensor(name, reference.Read(name))));

        using SafetensorsFile written = SafetensorsFile.Open(Target);
        byte[] bytes = File.ReadAllBytes(Target);
        Assert.Equal(0, BitConverter.ToInt64(bytes) % 8);
        Assert.Equal(SafetensorsFixture.Tiny[^59..], bytes[^59..]);
        Assert.Equal(reference.Tensors.Keys, written.Tensors.Keys);
        Assert.All(reference.Tensors.Values, info => Assert.Equal((info.Begin, info.End), (written.Tensors[info.Name].Begin, written.Tensors[info.Name].End)));
    }

    [Fact]
    public void Write_Metadata_AlwaysHoldsFormat()
    {
        SafetensorsWriter.Write(Target, [], new Dictionary<string, string> { ["step"] = "7", ["format"] = "np" });

        using SafetensorsFile written = SafetensorsFile.Open(Target);
        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["step"] = "7" }, written.Header.Metadata);
    }

    [Fact]
    public void Write_TransposedTensor_StoresItRowMajor()
    {
        Tensor transposed = Tensor.From([1f, 2, 3, 4, 5, 6], 2, 3).Transpose(0, 1);

        SafetensorsWriter.Write(Target, [new NamedTensor("t", transposed)]);

        using SafetensorsFile written = SafetensorsFile.Open(Target);
        Assert.Equal([3L, 2], written.Tensors["t"].Shape);
        Assert.Equal([1f, 4, 2, 5, 3, 6], written.Read("t").ToArray<float>());
    }

    [Theory]
    [InlineData("same", "same")]
    [InlineData("other", "__metadata__")]
    public void Write_NameTaken_LeavesNothing(string first, string second)
    {
        Tensor one = Tensor.From([1f], 1);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Target, [new NamedTensor(first, one), new NamedTensor(second, one)]));
        Assert.Empty(Directory.EnumerateFiles(directory.Path));
    }

    [Fact]
    public void Write_ValueFails_KeepsTheOldFileAndNoTemporary()
    {
        File.WriteAllText(Target, "old");
        var failing = new NamedTensor("a", DType.Float32, [1], () => throw new IOException("the source broke"));

        Assert.Throws<IOException>(() => SafetensorsWriter.Write(Target, [failing]));

        Assert.Equal([Target], Directory.EnumerateFiles(directory.Path));
        Assert.Equal("old", File.ReadAllText(Target));
    }

    [Fact]
    public void Write_LazyValues_HoldsOneAtATime()
    {
        long most = 0;
        long before = TensorScope.LiveTensors;
        IEnumerable<NamedTensor> tensors = Enumerable.Range(0, 5).Select(i => new NamedTensor($"t{i}", DType.Float32, [4], () =>
        {
            Tensor made = Tensor.Zeros(Placement.CpuFloat, 4);
            most = Math.Max(most, TensorScope.LiveTensors - before);
            return made;
        }));

        SafetensorsWriter.Write(Target, tensors);

        Assert.Equal(1, most);
        Assert.Equal(before, TensorScope.LiveTensors);
    }
}
