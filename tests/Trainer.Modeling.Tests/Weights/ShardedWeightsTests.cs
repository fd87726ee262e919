using System.Text.Json;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

public sealed class ShardedWeightsTests : IDisposable
{
    private const string Index = "model.safetensors.index.json";

    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData(1_000, 1)]
    [InlineData(32, 2)]
    [InlineData(1, 3)]
    public void Write_AnyLimit_ReadsBackEqual(long limit, int shards)
    {
        Write(limit);

        using ShardedWeights weights = ShardedWeights.Open(directory.Path);
        Assert.Equal(["a", "b", "c"], weights.Tensors.Keys.Order());
        Assert.Equal([2f, 2, 2, 2], weights.Read("b").ToArray<float>());
        Assert.Equal(shards, Directory.EnumerateFiles(directory.Path, "*.safetensors").Count());
    }

    [Fact]
    public void Write_Sharded_IndexHoldsTotalAndEveryName()
    {
        Write(32);

        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory.Path, Index)));
        Assert.Equal(48, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        Assert.Equal("model-00001-of-00002.safetensors", index.RootElement.GetProperty("weight_map").GetProperty("b").GetString());
        Assert.Equal("model-00002-of-00002.safetensors", index.RootElement.GetProperty("weight_map").GetProperty("c").GetString());
    }

    [Theory]
    [InlineData(1_000, 32)]
    [InlineData(32, 1_000)]
    [InlineData(1, 32)]
    public void Write_OverAnotherSplit_LeavesOnlyTheNewWeights(long first, long second)
    {
        Write(first, scale: 1);
        Write(second, scale: 10);

        using ShardedWeights weights = ShardedWeights.Open(directory.Path);
        Assert.Equal([30f, 30, 30, 30], weights.Read("c").ToArray<float>());
        Assert.Equal(second == 32 ? 3 : 1, Directory.EnumerateFiles(directory.Path).Count());
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void Open_ShardNameWithPath_IsRefused(string file)
    {
        directory.Write(Index, JsonSerializer.Serialize(new { weight_map = new { a = file } }));

        Assert.Contains("plain file name", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""{"weight_map":{"a":1}}""")]
    [InlineData("""{"weight_map":{"a":null}}""")]
    [InlineData("""{"weight_map":{"a":"m.safetensors","a":"m.safetensors"}}""")]
    public void Open_BrokenIndex_NamesIt(string index)
    {
        directory.Write(Index, index);

        Assert.Contains(Index, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_IndexPromisesMore_NamesTheTensor()
    {
        SafetensorsWriter.Write(Path.Combine(directory.Path, "m.safetensors"), [new NamedTensor("a", Tensor.From([1f], 1))]);
        directory.Write(Index, """{"weight_map":{"a":"m.safetensors","b":"m.safetensors"}}""");

        Assert.Contains("'b'", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoWeights_SaysWhatIsExpected() => Assert.Contains("model.safetensors", Refusal(), StringComparison.Ordinal);

    private string Refusal() => Assert.Throws<CheckpointException>(() => ShardedWeights.Open(directory.Path)).Message;

    /// <summary>Three tensors of 16 bytes that hold scale, 2 · scale and 3 · scale.</summary>
    private void Write(long limit, double scale = 1) => ShardedWriter.Write(
        directory.Path,
        [.. new[] { "a", "b", "c" }.Select((name, i) => new NamedTensor(name, Tensor.Zeros(Placement.CpuFloat, 4).Fill((i + 1) * scale)))],
        limit);
}
