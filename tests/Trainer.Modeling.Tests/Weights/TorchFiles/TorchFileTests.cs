using System.Text.Json;
using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

public sealed class TorchFileTests : IDisposable
{
    /// <summary>The reference's numbers have seven digits.</summary>
    private const double Tolerance = 1e-6;

    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Read_StateDictionary_GivesReferenceValues()
    {
        using TorchFile file = Open(TorchFixture.State);

        Assert.Equal(13, file.Tensors.Count);
        foreach (JsonProperty expected in TorchFixture.Values)
        {
            TorchTensor told = file.Index.Tensors[expected.Name];
            Tensor tensor = file.Read(expected.Name);
            Assert.Equal(expected.Value[0].GetString(), told.Storage.Type.ToString().ToLowerInvariant());
            Assert.Equal(told.Storage.Type, tensor.DType);
            Assert.Equal(Numbers(expected.Value[1]), tensor.Shape);
            Assert.Equal(Numbers(expected.Value[2]), told.Strides);
            Assert.Equal(expected.Value[3].GetInt64(), told.Offset);
            Assert.Equal(expected.Value[4].GetArrayLength(), tensor.Count);
            Assert.All(expected.Value[4].EnumerateArray().Zip(tensor.ToArray<double>()), pair => Assert.Equal(pair.First.GetDouble(), pair.Second, Tolerance));
        }
    }

    [Fact]
    public void Open_StateDictionary_FindsEveryEntryWhereItLies()
    {
        using TorchFile file = Open(TorchFixture.State);

        foreach ((string name, TorchTensor tensor) in file.Index.Tensors)
        {
            int begin = TorchFixture.Entry($"data/{tensor.Storage.Key}").Begin;
            Assert.Equal(begin + (tensor.Offset * tensor.Storage.Type.Size()), file.Tensors[name].Begin);
        }
    }

    [Fact]
    public void Read_TiedTensors_ShareTheMap()
    {
        using TorchFile file = Open(TorchFixture.State);

        foreach ((string first, string second) in TorchFixture.SharedStorage)
        {
            Assert.Equal(file.Index.Tensors[first].Storage, file.Index.Tensors[second].Storage);
        }

        file.Read("weight").Fill(3);
        Assert.All(file.Read("tied").ToArray<float>(), value => Assert.Equal(3, value));
        Assert.Equal(TorchFixture.State, File.ReadAllBytes(Path.Combine(directory.Path, "file.bin")));
    }

    [Fact]
    public void Read_PlainDictionary_GivesItsTensor()
    {
        using TorchFile file = Open(TorchFixture.Dictionary);

        Assert.Equal([2, 2], file.Read("model.mm_projector.weight").Shape);
    }

    [Fact]
    public void Read_WrittenHere_GivesTheSame()
    {
        Tensor half = Tensor.From([1f, -2f, 0.5f], 3).To(DType.Float16);
        Tensor numbers = Tensor.From([7L, -8L], 2, 1);

        using TorchFile file = Open(ArchiveWriter.Of(new NamedTensor("half", half), new NamedTensor("numbers", numbers)));

        Assert.True(half.SameAs(file.Read("half")));
        Assert.True(numbers.SameAs(file.Read("numbers")));
    }

    [Fact]
    public void Read_ElementsAtAnOddAddress_AreCopied()
    {
        byte[] pickle = new PickleWriter().Letters("}").Text("a").Tensor(2, 0, [2], [1]).Letters("s").Stop();
        float[] values = [1.5f, -2f];
        byte[] elements = [.. values.SelectMany(BitConverter.GetBytes)];

        using TorchFile file = Open(new ArchiveWriter(alignment: 1).Add("r/x", [0, 0]).Add("r/data/0", elements).Add("r/data.pkl", pickle).End());

        Assert.NotEqual(0, file.Tensors["a"].Begin % 4);
        Assert.Equal(values, file.Read("a").ToArray<float>());
    }

    [Fact]
    public void Open_EveryPrefix_IsRefusedWithAPlace()
    {
        for (int length = 1; length < TorchFixture.Dictionary.Length; length++)
        {
            string message = Refusal(TorchFixture.Dictionary[..length]);
            Assert.Contains("file.bin", message, StringComparison.Ordinal);
            Assert.True(length < 4 || message.Contains("byte", StringComparison.Ordinal), message);
        }
    }

    [Fact]
    public void Open_EvilFile_NamesWhatItAsksFor() => Assert.Contains("__builtin__.len", Refusal(TorchFixture.Evil), StringComparison.Ordinal);

    [Fact]
    public void Open_LfsPointer_SaysSo() =>
        Assert.Contains("git lfs pull", Refusal("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 14\n"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void Open_FormBeforeVersion16_SaysHowToSaveAgain()
    {
        byte[] pickle = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.', 0x80, 2];
        byte[] tar = new byte[512];
        "ustar"u8.CopyTo(tar.AsSpan(257));

        Assert.Contains("torch.save(", Refusal(pickle), StringComparison.Ordinal);
        Assert.Contains("torch.save(", Refusal(tar), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BarePickle_IsRefused() => Assert.Contains("bare pickle", Refusal([0x80, 2, (byte)'}', (byte)'.']), StringComparison.Ordinal);

    [Fact]
    public void Open_NoSuchFile_IsCheckpointError() =>
        Assert.Throws<CheckpointException>(() => TorchFile.Open(Path.Combine(directory.Path, "absent.bin")));

    private static IEnumerable<long> Numbers(JsonElement list) => list.EnumerateArray().Select(number => number.GetInt64());

    private TorchFile Open(byte[] bytes) => TorchFile.Open(directory.Write("file.bin", bytes));

    private string Refusal(byte[] bytes) => Assert.Throws<CheckpointException>(() => Open(bytes)).Message;
}
