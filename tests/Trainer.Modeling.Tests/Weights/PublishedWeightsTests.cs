using Trainer.Modeling.Configuration;
using Trainer.Modeling.Tests.Backbones;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

/// <summary>Whole models without memory behind their weights, beside the lists of published files.</summary>
public sealed class PublishedWeightsTests
{
    /// <summary>Of the language model, of the projector and of the tower, as published.</summary>
    private const long Parameters7B = 6_738_415_616 + 20_979_712 + 303_507_456;

    private const long Parameters13B = 13_015_864_320 + 31_467_520 + 303_507_456;

    private static readonly LlavaConfig Config7B = SyntheticCheckpoint.Llava7B;

    private static readonly LlavaConfig Config13B = Config7B with
    {
        Text = Config7B.Text with { HiddenSize = 5120, IntermediateSize = 13824, Layers = 40, Heads = 40, KeyValueHeads = 40 },
    };

    [Theory]
    [InlineData("llava-7b", CheckpointLayout.Llava, Parameters7B)]
    [InlineData("llava-13b", CheckpointLayout.Llava, Parameters13B)]
    [InlineData("llava-hf-7b", CheckpointLayout.HuggingFace, Parameters7B + (2L * 64 * 4096))]
    [InlineData("llava-hf-13b", CheckpointLayout.HuggingFace, Parameters13B + (2L * 64 * 5120))]
    public void Weights_FullSize_AreThePublishedOnes(string list, CheckpointLayout layout, long parameters)
    {
        LlavaConfig config = list.EndsWith("13b", StringComparison.Ordinal) ? Config13B : Config7B;
        using var scope = new TensorScope();
        Tensor one = Tensor.Zeros(Placement.CpuFloat, 1);
        using var model = new LlavaModel(config, (_, shape, _) => one.Expand(shape), Placement.CpuFloat);

        NamedTensor[] written =
        [
            .. LlavaCheckpoint.WeightsOf(model, layout),
            .. UnusedTower.Weights(config, DType.Float32, null).Select(weight => weight with { Name = NameMap.ToLayout(weight.Name, layout) }),
        ];

        Dictionary<string, long[]> published = PublishedKeys.Of(list);
        Assert.Equal(published.Keys.Order(StringComparer.Ordinal), written.Select(weight => weight.Name).Order(StringComparer.Ordinal));
        Assert.All(written, weight => Assert.Equal(published[weight.Name], weight.Shape));
        Assert.Equal(parameters, written.Sum(weight => weight.Shape.Aggregate(1L, (product, size) => product * size)));
    }

    /// <summary>The other layout's model: read from a flat config, whose vocabulary ends before the picture.</summary>
    [Fact]
    public void Weights_FromTheFlatLayout_GetTheRowsOfTheNestedOne()
    {
        LlavaConfig flat = CheckpointLayouts.Adapt(Config7B, CheckpointLayout.Llava);

        LlavaConfig nested = CheckpointLayouts.Adapt(flat, CheckpointLayout.HuggingFace);

        Assert.Equal((32000, 32000), (flat.Text.VocabularySize, flat.ImageTokenId));
        Assert.Equal(Config7B, nested);
    }
}
