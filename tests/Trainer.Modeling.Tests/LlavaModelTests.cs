using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests;

public sealed class LlavaModelTests
{
    [Fact]
    public void ImageFeatures_Golden_AreThePatchesOfTheSelectedLayer()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();

        Tensor features = model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);

        Assert.Equal([2, 9, 8], features.Shape);
        Near.Equal(Golden.Numbers("llava", "selected_features"), features.Select(0, 0));
    }

    [Fact]
    public void ImageFeatures_KeepClassToken_PutsItFirst()
    {
        using var scope = new TensorScope();
        LlavaConfig config = TinyLlava.Config with { KeepClassToken = true };
        using LlavaModel model = TinyLlava.Create(config);

        Tensor features = model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);

        Assert.Equal(config.ImageTokenCount, features.Size(1));
        Near.Equal(Golden.Numbers("llava", "selected_features"), features.Select(0, 0).Narrow(0, 1, 9));
    }

    [Fact]
    public void Project_Golden_IsLinearGeluLinear()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();

        Tensor images = model.Project(model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference), ForwardContext.Inference);

        Near.Equal(Golden.Numbers("llava", "projected"), images.Select(0, 0).Narrow(0, 0, 2));
    }

    [Fact]
    public void Project_LinearProjector_IsTheFirstLayerAlone()
    {
        using var scope = new TensorScope();
        using var model = new LlavaModel(
            TinyLlava.Config with { Projector = ProjectorKind.Linear },
            (name, shape, initialization) => TinyWeights.Base(name.Replace("mm_projector.weight", "mm_projector.0.weight").Replace("mm_projector.bias", "mm_projector.0.bias"), shape, initialization),
            Placement.CpuFloat);

        Tensor images = model.Project(model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference), ForwardContext.Inference);

        Near.Equal(Golden.Numbers("llava", "linear_patch0"), images.Select(0, 0).Select(0, 0));
    }

    [Fact]
    public void Hidden_GoldenPicturesAmongTokens_EqualsTheReference()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        ForwardContext context = ForwardContext.Inference;
        Tensor images = model.Project(model.ImageFeatures(TinyLlava.Pixels(), context), context);
        Tensor embeddings = model.Embed(Golden.Ids("llava", "ids"), images);

        Tensor logits = model.Logits(model.Hidden(embeddings, new SequenceWindow { Ends = Tensor.From([14L, 15]) }, null, context));

        Near.Equal(Golden.Numbers("llava", "row0_last_real"), logits.Select(0, 0).Select(0, 13));
        Near.Equal(Golden.Numbers("llava", "row1_last"), logits.Select(0, 1).Select(0, 14));
    }

    [Fact]
    public void Finish_SomeOfTheTokensThatWereLookedAt_GivesTheirStates()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        ForwardContext context = ForwardContext.Inference;
        Tensor embeddings = model.Embed(Tensor.From([3L, 5, 7, 9, 4, 6], 2, 3), null);

        Tensor states = model.Finish(model.Look(embeddings, SequenceWindow.Full, null, context).Of(Tensor.From([4L, 2])), context);

        Tensor all = model.Hidden(embeddings, SequenceWindow.Full, null, context);
        Near.Equal(all.Select(0, 1).Select(0, 1), states.Select(0, 0));
        Near.Equal(all.Select(0, 0).Select(0, 2), states.Select(0, 1));
    }

    [Fact]
    public void Embed_FewerPicturesThanImageTokens_SaysHowManyOfEach()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();
        Tensor images = model.Project(model.ImageFeatures(TinyLlava.Pixels(images: 1), ForwardContext.Inference), ForwardContext.Inference);

        TorchException error = Assert.Throws<TorchException>(() => model.Embed(Golden.Ids("llava", "ids"), images));

        Assert.Contains("18 image tokens, but the pictures have 9 features", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImageFeatures_PicturesOfAnotherSize_NamesBothSizes()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyLlava.Create();

        TorchException error = Assert.Throws<TorchException>(() => model.ImageFeatures(Tensor.Zeros(Placement.CpuFloat, 1, 3, 8, 8), ForwardContext.Inference));

        Assert.Contains("[n, 3, 12, 12], but got Float32[1, 3, 8, 8]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Initialize_SameSeed_GivesTheSameWeights()
    {
        using var scope = new TensorScope();
        using LlavaModel first = Initialized(seed: 5);
        using LlavaModel second = Initialized(seed: 5);
        using LlavaModel other = Initialized(seed: 6);

        Assert.All(first.Parameters.Zip(second.Parameters), pair => Near.Equal(pair.First.Value, pair.Second.Value, 0));
        Assert.NotEqual(first.Parameters[0].Value.ToArray<float>(), other.Parameters[0].Value.ToArray<float>());
    }

    [Fact]
    public void Dispose_AfterUse_LeavesNoTensorBehind()
    {
        long before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        {
            using LlavaModel model = Initialized(seed: 5);
            model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Constructor_SourceFailsMidway_LeavesNoTensorBehind()
    {
        long before = TensorScope.LiveTensors;

        Assert.Throws<InvalidOperationException>(() => new LlavaModel(TinyLlava.Config, FailsAt("model.norm.weight"), Placement.CpuFloat));

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static ParameterSource FailsAt(string weight) => (name, shape, _) =>
        name == weight ? throw new InvalidOperationException("The file ends here.") : Tensor.Zeros(Placement.CpuFloat, shape);

    private static LlavaModel Initialized(ulong seed)
    {
        using var stream = new RandomStream(seed);
        return LlavaModel.Initialize(TinyLlava.Config, stream, Placement.CpuFloat);
    }
}
