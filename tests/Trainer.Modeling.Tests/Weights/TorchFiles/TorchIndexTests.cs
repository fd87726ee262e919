using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

public sealed class TorchIndexTests
{
    private static readonly Dictionary<string, long> FourFloats = new() { ["0"] = 16 };

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("subprocess", "Popen")]
    [InlineData("torch", "load")]
    [InlineData("torch", "FloatStorage.__init__")]
    [InlineData("torch._utils", "_rebuild_tensor_v2.__globals__")]
    [InlineData("collections", "OrderedDict.__reduce__")]
    [InlineData("collections", "defaultdict")]
    public void Parse_OtherGlobal_IsRefusedByName(string module, string name)
    {
        PickleWriter called = new PickleWriter().Global(module, name).Text("touch /tmp/owned").Bytes(0x85).Letters("R");
        PickleWriter fromStack = new PickleWriter().Text(module).Text(name).Bytes(0x93);

        Assert.Contains($"{module}.{name}", Refusal(called.Stop()), StringComparison.Ordinal);
        Assert.Contains($"{module}.{name}", Refusal(fromStack.Stop()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('i')]
    [InlineData('o')]
    [InlineData('0')]
    [InlineData('2')]
    [InlineData('P')]
    [InlineData('\x82')]
    [InlineData('\x92')]
    [InlineData('\x97')]
    public void Parse_OtherInstruction_IsRefusedByNumber(char instruction) =>
        Assert.Contains($"0x{(int)instruction:x2}", Refusal(new PickleWriter().Bytes((byte)instruction).Stop()), StringComparison.Ordinal);

    [Theory]
    [InlineData(4, 0, 5)]
    [InlineData(4, 1, 4)]
    [InlineData(4, -1, 1)]
    [InlineData(4, long.MaxValue, 2)]
    [InlineData(3, 0, 3)]
    [InlineData(long.MaxValue, 0, 4)]
    public void Parse_TensorOutsideItsStorage_IsRefused(long count, long offset, long size) =>
        Assert.Throws<CheckpointException>(() => Parse(Tensor(count, offset, [size], [1])));

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(1L << 40, 0)]
    [InlineData(-1, 1)]
    [InlineData(2, -1)]
    [InlineData(2, 4)]
    public void Parse_SizesOrStridesBeyondReason_AreRefused(long size, long stride) =>
        Assert.Throws<CheckpointException>(() => Parse(Tensor(4, 0, [size], [stride])));

    [Theory]
    [InlineData("bfloat16", DType.BFloat16, 8)]
    [InlineData("float64", DType.Float64, 2)]
    [InlineData("uint8", DType.UInt8, 16)]
    public void Parse_BytesOfAStatedType_AreThatTypesElements(string name, DType type, long count)
    {
        TorchTensor tensor = Parse(new PickleWriter().Letters("}(").Text("a").TypedTensor("0", name, 16, [count]).Letters("u").Stop()).Tensors["a"];

        Assert.Equal((type, count, 16L), (tensor.Storage.Type, tensor.Storage.Count, tensor.Length));
    }

    [Theory]
    [InlineData("float64", 15, 1, "whole elements")]
    [InlineData("float32", 16, 5, "reaches element 4")]
    [InlineData("float8_e4m3fn", 16, 16, "torch.float8_e4m3fn")]
    [InlineData("FloatStorage", 16, 4, "an element type")]
    public void Parse_BytesThatAreNotTheStatedType_AreRefused(string type, long bytes, long count, string expected) =>
        Assert.Contains(expected, Refusal(new PickleWriter().Letters("}(").Text("a").TypedTensor("0", type, bytes, [count]).Letters("u").Stop()), StringComparison.Ordinal);

    [Fact]
    public void Parse_EmptyTensorOfHugeSizes_IsRefused() =>
        Assert.Throws<CheckpointException>(() => Parse(Tensor(4, 0, [0, long.MaxValue, long.MaxValue], [1, 1, 1])));

    [Fact]
    public void Parse_TransposeAndTail_AreTold()
    {
        TorchTensor tensor = Parse(Tensor(4, 0, [2, 2], [1, 2])).Tensors["a"];

        Assert.Equal((4, 16, 4, false), (tensor.Count, tensor.Length, tensor.Span, tensor.IsContiguous));
        Assert.True(Parse(Tensor(4, 3, [1, 1], [7, 7])).Tensors["a"].IsContiguous);
    }

    [Fact]
    public void Parse_NestedValues_HaveNamesWithDots()
    {
        byte[] pickle = new PickleWriter().Letters("}(").Text("model").Letters("}").Text("w").Tensor(4, 0, [4], [1]).Letters("s")
            .Text("steps").Number(-300).Text("rates").Letters("](").Letters("G").Bytes(0x3f, 0xe0, 0, 0, 0, 0, 0, 0).Bytes(0x88).Letters("eu").Stop();

        TorchIndex index = Parse(pickle);

        Assert.Equal(["model.w"], index.Tensors.Keys);
        Assert.Equal(("-300", "0.5", "True"), (index.Metadata["steps"], index.Metadata["rates.0"], index.Metadata["rates.1"]));
    }

    [Fact]
    public void Parse_DictionaryInsideItself_IsRefused() =>
        Refusal(new PickleWriter().Letters("}q\u0001").Text("a").Letters("h\u0001s").Stop());

    [Fact]
    public void Parse_ListsThatRepeatEachOther_AreRefused()
    {
        // Each list holds the one before twice: 30 of them would name 2^30 values.
        PickleWriter pickle = new PickleWriter().Letters("}").Text("a").Letters("]").Number(1).Letters("a");
        for (byte i = 0; i < 30; i++)
        {
            pickle.Letters("q").Bytes(i).Bytes(0x85, (byte)'h', i, 0x86);
        }

        Assert.Contains("repeat", Refusal(pickle.Letters("s").Stop()), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EndlessMarks_AreRefused() => Refusal(new PickleWriter().Letters(new string('(', 100_000)).Stop());

    [Fact]
    public void Parse_TooManyValues_AreRefused() => Assert.Contains("values", Refusal(new PickleWriter().Letters(new string('}', 1_000_001)).Stop()), StringComparison.Ordinal);

    [Fact]
    public void Parse_TextLongerThanTheFile_IsRefused() => Refusal(new PickleWriter().Letters("X").Bytes(0xff, 0xff, 0xff, 0x7f).Stop());

    [Fact]
    public void Parse_KeyTwice_IsRefused() => Assert.Contains("twice", Refusal(new PickleWriter().Letters("}(").Text("a").Letters("N").Text("a").Letters("Nu").Stop()), StringComparison.Ordinal);

    [Fact]
    public void Parse_NoDictionary_IsRefused() => Assert.Contains("dictionary", Refusal(new PickleWriter().Tensor(4, 0, [4], [1]).Stop()), StringComparison.Ordinal);

    [Fact]
    public void Parse_StorageThatIsNotThere_IsNamed() =>
        Assert.Contains("'7'", Refusal(new PickleWriter().Letters("}").Text("a").Tensor("7", Torch.DType.Float32, [4]).Letters("s").Stop()), StringComparison.Ordinal);

    [Fact]
    public void Parse_NewerProtocol_SaysHowToSaveAgain() =>
        Assert.Contains("torch.save(", Refusal([0x80, 5, (byte)'}', (byte)'.']), StringComparison.Ordinal);

    private static byte[] Tensor(long count, long offset, long[] shape, long[] strides) =>
        new PickleWriter().Letters("}").Text("a").Tensor(count, offset, shape, strides).Letters("s").Stop();

    private static TorchIndex Parse(byte[] pickle) => TorchIndex.Parse(pickle, FourFloats);

    private static string Refusal(byte[] pickle) => Assert.Throws<CheckpointException>(() => Parse(pickle)).Message;
}
