using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;
using Trainer.Recipes.Options;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Common.Planning;

public sealed class ModelMemoryTests
{
    private const double Gibibyte = 1L << 30;
    private static readonly Numerics Composed = new(DType.BFloat16, IsFused: false);

    // The budget of reinforcement learning on one card of 139 GiB, worked out by hand: policy of 7B, reward and value of 13B, adapters of rank 64.
    private static readonly LlamaConfig SevenBillion = new() { VocabularySize = 32064, MaxPositions = 4096 };
    private static readonly LlamaConfig ThirteenBillion = SevenBillion with { HiddenSize = 5120, IntermediateSize = 13824, Layers = 40, Heads = 40, KeyValueHeads = 40 };

    [Fact]
    public void Frozen_SevenAndThirteenBillion_AreTheBudgets() => Within(38.0, Of(SevenBillion).Frozen.Bytes + Of(ThirteenBillion).Frozen.Bytes);

    // 410 million weights of two adapters, four Float32 numbers each. Two more that don't learn, in Float32, take as much as four in two bytes.
    [Fact]
    public void Learning_TwoAdapters_AreTheBudgets() => Within(6.1, Of(SevenBillion).Learning.Bytes + Of(ThirteenBillion).Learning.Bytes);

    [Fact]
    public void Generation_128AnswersOf832Tokens_TakeTheBudgetsCache()
    {
        var answers = new AnswerShape(Rows: 128, Prompts: 128, Time: 640, NewTokens: 192, Pictures: 128);

        MemoryItem cache = Answers(SevenBillion).Writing(answers).Single(item => item.Name == ItemNames.Cache);

        Within(52, cache.Bytes);
    }

    [Fact]
    public void Writing_AnswersShareAPrompt_ItHasACacheOfItsOwnMeanwhile()
    {
        var answers = new AnswerShape(Rows: 16, Prompts: 8, Time: 640, NewTokens: 192, Pictures: 8);

        long cache = Answers(SevenBillion).Writing(answers).Single(item => item.Name == ItemNames.Cache).Bytes;

        // Keys and values of 32 layers, 4096 wide, in two bytes.
        Assert.Equal(((16L * 832) + (8 * 640)) * 2 * 32 * 4096 * 2, cache);
    }

    [Theory]
    [InlineData(16, true, 52)]
    [InlineData(8, false, 41)]
    public void Forward_Update_KeepsTheBudgetsActivations(int rows, bool isPolicy, double expected)
    {
        // The budget is that of fused kernels; what composed ones keep beyond it is an item of its own.
        MemoryItem kept = Passes(isPolicy ? SevenBillion : ThirteenBillion).Forward(Shape(rows)).Single(item => item.Name == ItemNames.Activations);

        Within(expected, kept.Bytes);
    }

    [Fact]
    public void Forward_Checkpointing_KeepsStreamsOnly()
    {
        long kept = Passes(SevenBillion, checkpointing: true).Forward(Shape(16)).Single(item => item.Name == ItemNames.Activations).Bytes;

        Assert.Equal(16L * 832 * 32 * 4096 * 2, kept);
    }

    [Fact]
    public void Forward_RowsTwice_TakeTwiceAsMuch()
    {
        long Kept(int rows) => Passes(SevenBillion).Forward(Shape(rows)).Single(item => item.Name == ItemNames.Activations).Bytes;

        Assert.Equal(2 * Kept(8), Kept(16));
    }

    [Fact]
    public void Outline_SevenBillion_TakesNoMemory()
    {
        using TrainableModel outline = Outline(new LlamaConfig());

        Assert.Equal(6_738_415_616, outline.Model.Parameters.Where(parameter => parameter.Group == Modeling.ParameterGroup.LanguageModel).Sum(parameter => parameter.Value.Count));
        Assert.Equal(159_907_840, outline.Trainable.Sum(tensor => tensor.Value.Count));
        Assert.All(outline.Model.Parameters, parameter => Assert.True(parameter.Value.Count > 0));
    }

    // What a Q-Former that doesn't know the question leaves of a picture, and what a tower leaves that another one reads.
    [Fact]
    public void KeptFeatures_OtherFamilies_AreTheirVectors()
    {
        long Kept(LlavaConfig config)
        {
            using TrainableModel outline = TrainableModel.Outline(new ModelOptions { ModelNameOrPath = "none" }, config);
            return new ModelMemory(outline, Composed).KeptFeatures(pictures: 3, mostBytes: 1L << 40).Bytes;
        }

        Assert.Equal(3 * 3 * 24 * 2, Kept(TinyMiniGpt4.Config));
        Assert.Equal(3 * 10 * 32 * 2, Kept(TinyInstructBlip.Config));
    }

    // A Q-Former that reads instructions learns with the projector, the other with the tower; with the tower before it, either keeps what the way back needs.
    [Theory]
    [InlineData(true, true, true, 0)]
    [InlineData(true, true, false, 3)]
    [InlineData(true, false, true, 3)]
    [InlineData(false, true, false, 0)]
    [InlineData(false, false, true, 3)]
    public void Forward_QFormer_KeepsWhatLearnsOfEachPicture(bool readsInstruction, bool freezesTower, bool freezesProjector, int pictures)
    {
        LlavaConfig config = readsInstruction ? TinyInstructBlip.Config : TinyMiniGpt4.Config;
        var options = new ModelOptions { ModelNameOrPath = "none", FreezeVisionTower = freezesTower, FreezeMultiModalProjector = freezesProjector };
        using TrainableModel outline = TrainableModel.Outline(options, config);

        long kept = new PassMemory(outline, Composed, checkpointing: false).Forward(Shape(3)).Single(item => item.Name == ItemNames.QFormer).Bytes;

        // The table of places has fewer than the most words of an instruction.
        Assert.Equal(pictures * new QFormerMemory(config, Composed).Kept(config.QFormer!.MaxPositions), kept);
    }

    private static ModelMemory Of(LlamaConfig text) => new(Outline(text), Composed);

    private static AnswerMemory Answers(LlamaConfig text) => new(Outline(text), Composed, isMerged: true);

    private static PassMemory Passes(LlamaConfig text, bool checkpointing = false) => new(Outline(text), Composed, checkpointing);

    private static TrainableModel Outline(LlamaConfig text) => TrainableModel.Outline(
        new ModelOptions { ModelNameOrPath = "none", Dtype = ModelDtype.Bfloat16, LoraR = 64 }, new LlavaConfig { Text = text });

    private static BatchShape Shape(int rows) => new(rows, Time: 832, Labels: 192 * rows, Pictures: rows);

    private static void Within(double gibibytes, long bytes) => Assert.InRange(bytes / Gibibyte, 0.97 * gibibytes, 1.03 * gibibytes);
}
