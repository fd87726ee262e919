using Trainer.Modeling.Attention;
using Trainer.Modeling.Vision;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones.InstructBlip;

public sealed class InstructBlipModelTests : IDisposable
{
    private static readonly long[][] Words = [TinyInstructBlip.Golden.Ids("words")[..5], TinyInstructBlip.Golden.Ids("words")[5..8]];

    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyInstructBlip.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void ImageFeatures_Golden_AreTheTowersTokens()
    {
        Tensor features = model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);

        Assert.Equal([2, 10, 32], features.Shape);
        Near.Equal(TinyInstructBlip.Golden.Numbers("features"), features.Select(0, 0).Select(0, 0));
    }

    [Fact]
    public void Project_GoldenInstructionsOfTwoLengths_EqualTheReference() => Near.Equal(TinyInstructBlip.Golden.Numbers("images"), Images(model, 2, Words));

    [Fact]
    public void Logits_Golden_EqualTheReference() => Near.Equal(TinyInstructBlip.Golden.Numbers("last"), Last(model));

    [Fact]
    public void Project_LongerInstructionBeside_ChangesNothing()
    {
        Tensor features = model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference).Narrow(0, 1, 1);
        using Instructions alone = Instructions.Of([Words[1]])!;

        Near.Equal(model.Project(features, ForwardContext.Inference, alone).Select(0, 0), Images(model, 2, Words).Select(0, 1));
    }

    [Fact]
    public void Project_AnotherInstruction_SeesSomethingElse() =>
        Assert.True((Images(model, 1, [Words[0]]) - Images(model, 1, [Words[1]])).Abs().Max().Item() > 0.01);

    [Fact]
    public void Project_WithoutInstruction_NamesTheVocabulary() =>
        Assert.Contains("qformer_tokenizer/vocab.txt", Assert.Throws<CheckpointException>(() => Images(model, 1, [])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(50, 1)]
    [InlineData(2, 17)]
    public void Project_InstructionThatDoesNotFit_SaysWhatDoes(long word, int length) =>
        Assert.Contains("16 places and 50 words", Assert.Throws<TorchException>(() => Images(model, 1, [[.. Enumerable.Repeat(word, length)]])).Message, StringComparison.Ordinal);

    [Fact]
    public void Save_Reloaded_IsTransformersInstructBlip()
    {
        LlavaCheckpoint.Save(model, folder.Path);

        using LlavaModel loaded = LlavaCheckpoint.Load(folder.Path, Placement.CpuFloat);

        Assert.Equal(TinyInstructBlip.Config, loaded.Config);
        Assert.True(Last(model).SameAs(Last(loaded)));
    }

    [Fact]
    public void Load_VicunaWithLavisFile_GivesTheSameLogits()
    {
        PublishedFiles.WriteLavis(model, folder.Path);

        using LlavaModel loaded = LlavaCheckpoint.Load(folder.Path, Placement.CpuFloat);

        Assert.Equal(TinyInstructBlip.Config, loaded.Config);
        Near.Equal(TinyInstructBlip.Golden.Numbers("last"), Last(loaded));
    }

    [Fact]
    public void Backward_Projector_ReachesTheQFormerButNotTheTower()
    {
        foreach (Parameter parameter in model.Parameters)
        {
            parameter.Trainable = parameter.Group == ParameterGroup.Projector;
        }

        Last(model).Sum().Backward();

        Assert.All(model.Parameters.Where(parameter => !IsOfLastWords(parameter.Name)), parameter => Assert.Equal(parameter.Group == ParameterGroup.Projector, parameter.Value.Grad is not null));
    }

    /// <summary>What the last block makes of words nobody reads.</summary>
    private static bool IsOfLastWords(string name) => name.StartsWith("qformer.encoder.layer.2.intermediate.", StringComparison.Ordinal) || name.StartsWith("qformer.encoder.layer.2.output.", StringComparison.Ordinal);

    private static Tensor Images(LlavaModel model, int pictures, long[][] words)
    {
        using Instructions? instructions = Instructions.Of(words);
        return model.Project(model.ImageFeatures(TinyLlava.Pixels(pictures), ForwardContext.Inference), ForwardContext.Inference, instructions);
    }

    private static Tensor Last(LlavaModel model)
    {
        long[] ids = TinyInstructBlip.Golden.Ids("ids");
        Tensor embeddings = model.Embed(Tensor.From(ids, 1, ids.Length), Images(model, 1, [Words[0]]));
        return model.Logits(model.Hidden(embeddings, SequenceWindow.Full, null, ForwardContext.Inference).Select(1, ids.Length - 1)).Contiguous();
    }
}
