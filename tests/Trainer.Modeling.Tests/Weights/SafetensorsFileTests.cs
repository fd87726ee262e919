using System.Text.Json;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string> Good => SafetensorsFixture.Names("good");

    public static TheoryData<string> Bad => SafetensorsFixture.Names("bad");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Read_EveryType_GivesReferenceValues()
    {
        using SafetensorsFile file = SafetensorsFile.Open(directory.Write("tiny.safetensors", SafetensorsFixture.Tiny));

        Assert.Equal("pt", file.Header.Metadata["format"]);
        Assert.Equal(8, file.Tensors.Count);
        foreach (JsonProperty expected in SafetensorsFixture.Values)
        {
            using Tensor tensor = file.Read(expected.Name);
            Assert.Equal(expected.Value[0].GetString(), file.Tensors[expected.Name].Type);
            Assert.Equal(expected.Value[1].EnumerateArray().Select(size => size.GetInt64()), tensor.Shape);
            Assert.Equal(expected.Value[2].EnumerateArray().Select(value => value.GetDouble()), tensor.ToArray<double>());
        }
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Open_OddButLegal_ReadsEveryTensor(string name)
    {
        using SafetensorsFile file = SafetensorsFile.Open(directory.Write(name, SafetensorsFixture.Bytes("good", name)));

        foreach (TensorInfo info in file.Tensors.Values)
        {
            using Tensor tensor = file.Read(info.Name);
            Assert.All(tensor.ToArray<double>(), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Open_RuleBroken_NamesTheFile(string name)
    {
        string path = directory.Write("broken.safetensors", SafetensorsFixture.Bytes("bad", name));

        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EveryTruncation_IsRefused()
    {
        for (int length = 0; length < SafetensorsFixture.Tiny.Length; length++)
        {
            string path = directory.Write("cut.safetensors", SafetensorsFixture.Tiny[..length]);
            Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        }
    }

    [Fact]
    public void Open_LfsPointer_SaysSo()
    {
        string path = directory.Write("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 14\n");

        Assert.Contains("git lfs pull", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchFile_IsCheckpointError() =>
        Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(Path.Combine(directory.Path, "absent.safetensors")));

    [Fact]
    public void Read_TypeThatTorchLacks_SaysWhatToDo()
    {
        const string header = """{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""";
        byte[] bytes = [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[8]];
        using SafetensorsFile file = SafetensorsFile.Open(directory.Write("f8.safetensors", bytes));

        Assert.Equal("F8_E4M3", file.Tensors["a"].Type);
        Assert.Contains("Convert", Assert.Throws<CheckpointException>(() => file.Read("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TensorOutlivesFile_AndWritesStayInTheProcess()
    {
        string path = directory.Write("tiny.safetensors", SafetensorsFixture.Tiny);
        SafetensorsFile file = SafetensorsFile.Open(path);
        using Tensor tensor = file.Read("n");
        file.Dispose();

        tensor.Fill(7);

        Assert.Equal([7L, 7L], tensor.ToArray<long>());
        Assert.Equal(SafetensorsFixture.Tiny, File.ReadAllBytes(path));
    }
}
