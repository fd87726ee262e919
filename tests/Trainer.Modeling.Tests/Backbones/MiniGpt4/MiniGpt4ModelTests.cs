using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones.MiniGpt4;

public sealed class MiniGpt4ModelTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyMiniGpt4.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void ImageFeatures_Golden_AreWhatTheQueriesRead()
    {
        Tensor features = model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);

        Assert.Equal([2, 3, 24], features.Shape);
        Near.Equal(TinyMiniGpt4.Golden.Numbers("read"), features.Select(0, 1));
    }

    [Fact]
    public void Project_Golden_IsOneLinearLayer() => Near.Equal(TinyMiniGpt4.Golden.Numbers("images"), Images(model, 2).Select(0, 0));

    [Fact]
    public void Logits_Golden_EqualTheReference() => Near.Equal(TinyMiniGpt4.Golden.Numbers("last"), Last(model));

    [Fact]
    public void ImageFeatures_OtherPicturesBeside_ChangeNothing() =>
        Near.Equal(Images(model, 1).Select(0, 0), Images(model, 2).Select(0, 0));

    [Fact]
    public void Save_Reloaded_IsTransformersBlip2()
    {
        LlavaCheckpoint.Save(model, folder.Path);

        using LlavaModel loaded = LlavaCheckpoint.Load(folder.Path, Placement.CpuFloat);

        Assert.Equal(TinyMiniGpt4.Config, loaded.Config);
        Assert.True(Last(model).SameAs(Last(loaded)));
    }

    [Theory]
    [InlineData(CheckpointLayout.Llava)]
    [InlineData(CheckpointLayout.HuggingFace)]
    public void Save_LayoutOfLlava_IsRefused(CheckpointLayout layout) =>
        Assert.Contains("MiniGPT-4", Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Save(model, folder.Path, new SaveOptions { Layout = layout })).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_VicunaWithThePublishedFiles_GivesTheSameLogits()
    {
        PublishedFiles.Write(model, folder.Path);

        using LlavaModel loaded = LlavaCheckpoint.Load(folder.Path, Placement.CpuFloat);

        Assert.Equal(TinyMiniGpt4.Config, loaded.Config);
        Near.Equal(TinyMiniGpt4.Golden.Numbers("last"), Last(loaded));
    }

    [Theory]
    [InlineData(PublishedFiles.Tower)]
    [InlineData(PublishedFiles.Former)]
    [InlineData(PublishedFiles.Projection)]
    public void Load_OneFileMissing_IsACheckpointError(string file)
    {
        PublishedFiles.Write(model, folder.Path);
        File.Delete(Path.Combine(folder.Path, file));

        Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Load(folder.Path, Placement.CpuFloat));
    }

    [Theory]
    [InlineData(ParameterGroup.VisionTower)]
    [InlineData(ParameterGroup.Projector)]
    public void Backward_OneTrainableGroup_ReachesAllOfItAndNothingElse(ParameterGroup group)
    {
        foreach (Parameter parameter in model.Parameters)
        {
            parameter.Trainable = parameter.Group == group;
        }

        Last(model).Sum().Backward();

        Assert.All(model.Parameters, parameter => Assert.Equal(parameter.Group == group, parameter.Value.Grad is not null));
    }

    private static Tensor Images(LlavaModel model, int pictures) =>
        model.Project(model.ImageFeatures(TinyLlava.Pixels(pictures), ForwardContext.Inference), ForwardContext.Inference);

    private static Tensor Last(LlavaModel model)
    {
        long[] ids = TinyMiniGpt4.Golden.Ids("ids");
        Tensor states = model.Hidden(model.Embed(Tensor.From(ids, 1, ids.Length), Images(model, 1)), SequenceWindow.Full, null, ForwardContext.Inference);
        return model.Logits(states.Select(1, ids.Length - 1)).Contiguous();
    }
}
