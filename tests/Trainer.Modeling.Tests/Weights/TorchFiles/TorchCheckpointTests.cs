using System.Text.Json;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

/// <summary>Whole models out of torch's files.</summary>
public sealed class TorchCheckpointTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public TorchCheckpointTests() => directory.Write("config.json", LlavaConfigWriter.Files(model.Config, DType.Float32)["config.json"]);

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Load_TorchFile_IsTheSafetensorsTwin()
    {
        LlavaCheckpoint.Save(model, Path.Combine(directory.Path, "twin"));
        directory.Write("pytorch_model.bin", ArchiveWriter.Of([.. LlavaCheckpoint.WeightsOf(model)]));

        using LlavaModel twin = LlavaCheckpoint.Load(Path.Combine(directory.Path, "twin"), Placement.CpuFloat);

        RequireLoads(twin);
    }

    [Fact]
    public void Load_ShardsBehindAnIndex_AreTheSame()
    {
        NamedTensor[] weights = [.. LlavaCheckpoint.WeightsOf(model)];
        var map = new Dictionary<string, string>();
        foreach (NamedTensor[] shard in weights.Chunk(20))
        {
            string file = $"pytorch_model-{map.Count:d5}.bin";
            directory.Write(file, ArchiveWriter.Of(shard));
            Array.ForEach(shard, weight => map.Add(weight.Name, file));
        }

        directory.Write("pytorch_model.bin.index.json", JsonSerializer.Serialize(new { weight_map = map }));

        Assert.True(map.Values.Distinct().Count() > 1);
        RequireLoads(model);
    }

    [Theory]
    [InlineData("mm_projector.bin", "")]
    [InlineData("non_lora_trainables.bin", "base_model.model.")]
    public void Load_ProjectorInAFileOfItsOwn_IsFound(string file, string prefix)
    {
        ILookup<bool, Parameter> parts = model.Parameters.ToLookup(parameter => parameter.Name.Contains("mm_projector", StringComparison.Ordinal));
        directory.Write("pytorch_model.bin", ArchiveWriter.Of([.. parts[false].Select(part => new NamedTensor(part.Name, part.Value))]));
        directory.Write(file, ArchiveWriter.Of([.. parts[true].Select(part => new NamedTensor(prefix + part.Name, part.Value))]));

        RequireLoads(model);
    }

    [Theory]
    [InlineData("mm_projector.bin", false)]
    [InlineData("non_lora_trainables.bin", true)]
    public void Load_ProjectorTwice_IsTheLaterTrainedOne(string file, bool replaces)
    {
        const string name = "model.mm_projector.0.bias";
        directory.Write("pytorch_model.bin", ArchiveWriter.Of([.. LlavaCheckpoint.WeightsOf(model)]));
        directory.Write(file, ArchiveWriter.Of(new NamedTensor(name, Tensor.Full(Placement.CpuFloat, 5, 16))));

        using CheckpointFolder folder = CheckpointFolder.Open(directory.Path);

        Assert.Equal(replaces, folder.Read(name).ToArray<float>().All(value => value == 5));
    }

    private void RequireLoads(LlavaModel expected)
    {
        using LlavaModel loaded = LlavaCheckpoint.Load(directory.Path, Placement.CpuFloat);
        Assert.Equal(expected.Parameters.Select(parameter => parameter.Name), loaded.Parameters.Select(parameter => parameter.Name));
        Assert.All(expected.Parameters.Zip(loaded.Parameters), pair => Assert.True(pair.First.Value.SameAs(pair.Second.Value), pair.First.Name));
    }
}
