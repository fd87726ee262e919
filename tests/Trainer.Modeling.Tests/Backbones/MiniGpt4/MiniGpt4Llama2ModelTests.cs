using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones.MiniGpt4;

public sealed class MiniGpt4Llama2ModelTests : IDisposable
{
    private const string Norm = "vision_tower.vision_model.post_layernorm.";

    private readonly ModelBench bench = new(TinyMiniGpt4Llama2.Create());

    public void Dispose() => bench.Dispose();

    [Fact]
    public void ImageFeatures_Golden_AreFourNeighboursSideBySide()
    {
        Tensor features = bench.Model.ImageFeatures(TinyWeights.Fill(777, [2, 3, 16, 16], 4), ForwardContext.Inference);

        Assert.Equal([2, 4, 128], features.Shape);
        Near.Equal(TinyMiniGpt4Llama2.Golden.Numbers("features"), features.Select(0, 1).Select(0, 0));
    }

    [Fact]
    public void Project_Golden_IsOneLinearLayer() =>
        Near.Equal(TinyMiniGpt4Llama2.Golden.Numbers("images"), BackboneGolden.Images(bench.Model, 2).Select(0, 0));

    [Fact]
    public void Logits_Golden_EqualTheReference() => Near.Equal(TinyMiniGpt4Llama2.Golden.Numbers("last"), TinyMiniGpt4Llama2.Golden.Last(bench.Model));

    [Fact]
    public void Save_Reloaded_IsTheSameFamily()
    {
        LlavaCheckpoint.Save(bench.Model, bench.Folder);

        using LlavaModel loaded = LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat);

        Assert.Equal(TinyMiniGpt4Llama2.Config, loaded.Config);
        Assert.True(TinyMiniGpt4Llama2.Golden.Last(bench.Model).SameAs(TinyMiniGpt4Llama2.Golden.Last(loaded)));
    }

    // The authors' normalisation behind the tower has no file: it is the untrained one.
    [Fact]
    public void Load_LlamaWithThePublishedFiles_HasAnUntrainedNormalisation()
    {
        Of("weight").FillUniform(1, 1, new RandomStream(1));
        Of("bias").FillUniform(0, 0, new RandomStream(1));
        PublishedFiles.WriteWithoutFormer(bench.Model, bench.Folder);

        using LlavaModel loaded = LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat);

        Assert.Equal(TinyMiniGpt4Llama2.Config, loaded.Config);
        Near.Equal(TinyMiniGpt4Llama2.Golden.Last(bench.Model), TinyMiniGpt4Llama2.Golden.Last(loaded));

        Tensor Of(string kind) => bench.Model.Parameters.Single(parameter => parameter.Name == Norm + kind).Value;
    }

    [Theory]
    [InlineData(PublishedFiles.Tower)]
    [InlineData(PublishedFiles.Projection)]
    public void Load_OneFileMissing_IsACheckpointError(string file)
    {
        PublishedFiles.WriteWithoutFormer(bench.Model, bench.Folder);
        File.Delete(Path.Combine(bench.Folder, file));

        Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat));
    }

    [Fact]
    public void Parse_PatchesThatDontGroup_NamesTheTower()
    {
        string config = LlavaConfigWriter.Files(TinyMiniGpt4Llama2.Config with { Vision = TinyMiniGpt4.Config.Vision }, DType.Float32)["config.json"];

        Assert.Contains("vision_config", Assert.Throws<CheckpointException>(() => LlavaConfigJson.Parse("config.json", config)).Message, StringComparison.Ordinal);
    }
}
