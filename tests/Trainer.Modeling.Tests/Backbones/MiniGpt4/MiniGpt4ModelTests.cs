using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones.MiniGpt4;

public sealed class MiniGpt4ModelTests : IDisposable
{
    private readonly ModelBench bench = new(TinyMiniGpt4.Create());

    public void Dispose() => bench.Dispose();

    [Fact]
    public void ImageFeatures_Golden_AreWhatTheQueriesRead()
    {
        Tensor features = bench.Model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);

        Assert.Equal([2, 3, 24], features.Shape);
        Near.Equal(TinyMiniGpt4.Golden.Numbers("read"), features.Select(0, 1));
    }

    [Fact]
    public void Project_Golden_IsOneLinearLayer() => Near.Equal(TinyMiniGpt4.Golden.Numbers("images"), BackboneGolden.Images(bench.Model, 2).Select(0, 0));

    [Fact]
    public void Logits_Golden_EqualTheReference() => Near.Equal(TinyMiniGpt4.Golden.Numbers("last"), TinyMiniGpt4.Golden.Last(bench.Model));

    [Fact]
    public void ImageFeatures_OtherPicturesBeside_ChangeNothing() =>
        Near.Equal(BackboneGolden.Images(bench.Model, 1).Select(0, 0), BackboneGolden.Images(bench.Model, 2).Select(0, 0));

    [Fact]
    public void Save_Reloaded_IsTransformersBlip2()
    {
        LlavaCheckpoint.Save(bench.Model, bench.Folder);

        using LlavaModel loaded = LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat);

        Assert.Equal(TinyMiniGpt4.Config, loaded.Config);
        Assert.True(TinyMiniGpt4.Golden.Last(bench.Model).SameAs(TinyMiniGpt4.Golden.Last(loaded)));
    }

    [Theory]
    [InlineData(CheckpointLayout.Llava)]
    [InlineData(CheckpointLayout.HuggingFace)]
    public void Save_LayoutOfLlava_IsRefused(CheckpointLayout layout) =>
        Assert.Contains("MiniGPT-4", Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Save(bench.Model, bench.Folder, new SaveOptions { Layout = layout })).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_VicunaWithThePublishedFiles_GivesTheSameLogits()
    {
        PublishedFiles.Write(bench.Model, bench.Folder);

        using LlavaModel loaded = LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat);

        Assert.Equal(TinyMiniGpt4.Config, loaded.Config);
        Near.Equal(TinyMiniGpt4.Golden.Numbers("last"), TinyMiniGpt4.Golden.Last(loaded));
    }

    [Theory]
    [InlineData(PublishedFiles.Tower)]
    [InlineData(PublishedFiles.Former)]
    [InlineData(PublishedFiles.Projection)]
    public void Load_OneFileMissing_IsACheckpointError(string file)
    {
        PublishedFiles.Write(bench.Model, bench.Folder);
        File.Delete(Path.Combine(bench.Folder, file));

        Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat));
    }

    [Theory]
    [InlineData(ParameterGroup.VisionTower)]
    [InlineData(ParameterGroup.Projector)]
    public void Backward_OneTrainableGroup_ReachesAllOfItAndNothingElse(ParameterGroup group)
    {
        foreach (Parameter parameter in bench.Model.Parameters)
        {
            parameter.Trainable = parameter.Group == group;
        }

        TinyMiniGpt4.Golden.Last(bench.Model).Sum().Backward();

        Assert.All(bench.Model.Parameters, parameter => Assert.Equal(parameter.Group == group, parameter.Value.Grad is not null));
    }
}
