using Trainer.Modeling.Vision;
using Trainer.Modeling.Weights;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones.InstructBlip;

public sealed class InstructBlipModelTests : IDisposable
{
    private static readonly long[][] Words = [TinyInstructBlip.Golden.Ids("words")[..5], TinyInstructBlip.Golden.Ids("words")[5..8]];

    private readonly ModelBench bench = new(TinyInstructBlip.Create());

    public void Dispose() => bench.Dispose();

    [Fact]
    public void ImageFeatures_Golden_AreTheTowersTokens()
    {
        Tensor features = bench.Model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);

        Assert.Equal([2, 10, 32], features.Shape);
        Near.Equal(TinyInstructBlip.Golden.Numbers("features"), features.Select(0, 0).Select(0, 0));
    }

    [Fact]
    public void Project_GoldenInstructionsOfTwoLengths_EqualTheReference() => Near.Equal(TinyInstructBlip.Golden.Numbers("images"), BackboneGolden.Images(bench.Model, 2, Words));

    [Fact]
    public void Logits_Golden_EqualTheReference() => Near.Equal(TinyInstructBlip.Golden.Numbers("last"), TinyInstructBlip.Golden.Last(bench.Model, Words[0]));

    [Fact]
    public void Project_LongerInstructionBeside_ChangesNothing()
    {
        Tensor features = bench.Model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference).Narrow(0, 1, 1);
        using Instructions alone = Instructions.Of([Words[1]])!;

        Near.Equal(bench.Model.Project(features, ForwardContext.Inference, alone).Select(0, 0), BackboneGolden.Images(bench.Model, 2, Words).Select(0, 1));
    }

    [Fact]
    public void Project_AnotherInstruction_SeesSomethingElse() =>
        Assert.True((BackboneGolden.Images(bench.Model, 1, Words[0]) - BackboneGolden.Images(bench.Model, 1, Words[1])).Abs().Max().Item() > 0.01);

    [Fact]
    public void Project_WithoutInstruction_NamesTheVocabulary() =>
        Assert.Contains("qformer_tokenizer/vocab.txt", Assert.Throws<CheckpointException>(() => BackboneGolden.Images(bench.Model, 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(50, 1)]
    [InlineData(2, 17)]
    public void Project_InstructionThatDoesNotFit_SaysWhatDoes(long word, int length) =>
        Assert.Contains("16 places and 50 words", Assert.Throws<TorchException>(() => BackboneGolden.Images(bench.Model, 1, [.. Enumerable.Repeat(word, length)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Save_Reloaded_IsTransformersInstructBlip()
    {
        LlavaCheckpoint.Save(bench.Model, bench.Folder);

        using LlavaModel loaded = LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat);

        Assert.Equal(TinyInstructBlip.Config, loaded.Config);
        Assert.True(TinyInstructBlip.Golden.Last(bench.Model, Words[0]).SameAs(TinyInstructBlip.Golden.Last(loaded, Words[0])));
    }

    [Fact]
    public void Load_VicunaWithLavisFile_GivesTheSameLogits()
    {
        PublishedFiles.WriteLavis(bench.Model, bench.Folder);

        using LlavaModel loaded = LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat);

        Assert.Equal(TinyInstructBlip.Config, loaded.Config);
        Near.Equal(TinyInstructBlip.Golden.Numbers("last"), TinyInstructBlip.Golden.Last(loaded, Words[0]));
    }

    [Fact]
    public void Backward_Projector_ReachesTheQFormerButNotTheTower()
    {
        foreach (Parameter parameter in bench.Model.Parameters)
        {
            parameter.Trainable = parameter.Group == ParameterGroup.Projector;
        }

        TinyInstructBlip.Golden.Last(bench.Model, Words[0]).Sum().Backward();

        Assert.All(bench.Model.Parameters.Where(parameter => !IsOfLastWords(parameter.Name)), parameter => Assert.Equal(parameter.Group == ParameterGroup.Projector, parameter.Value.Grad is not null));
    }

    /// <summary>What the last block makes of words nobody reads.</summary>
    private static bool IsOfLastWords(string name) => name.StartsWith("qformer.encoder.layer.2.intermediate.", StringComparison.Ordinal) || name.StartsWith("qformer.encoder.layer.2.output.", StringComparison.Ordinal);
}
