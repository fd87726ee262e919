using Trainer.Modeling.Backbones.Shikra;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones;

/// <summary>Full-size models, made without memory, ask for exactly what the published checkpoints hold.</summary>
public sealed class PublishedShapesTests
{
    private static readonly Dictionary<string, LlavaConfig> Configs = new()
    {
        ["shikra-7b"] = new()
        {
            Family = ShikraBackbone.Instance, Text = new LlamaConfig { VocabularySize = 32003 }, Vision = new ClipVisionConfig { ImageSize = 224 },
            Projector = ProjectorKind.Linear, HasImageMarks = true, ImageTokenId = 32000,
        },
    };

    [Theory]
    [InlineData("shikra-7b", 256, 256, 1024)]
    public void Model_FullSize_AsksForThePublishedWeights(string list, int imageTokens, int features, int width)
    {
        LlavaConfig config = Configs[list];
        Dictionary<string, long[]> published = PublishedKeys.Of(list)
            .Where(entry => NameMap.ToOurs(entry.Key) is not null)
            .ToDictionary(entry => NameMap.ToOurs(entry.Key)!, entry => entry.Value);

        Dictionary<string, long[]> asked = Shapes(config);

        Assert.Empty(asked.Keys.Except(published.Keys));
        Assert.All(asked, weight => Assert.Equal(published[weight.Key], weight.Value));
        Assert.All(published.Keys.Except(asked.Keys), name => Assert.True(IsLeftOut(name), name));
        Assert.Equal((imageTokens, features, width), (config.ImageTokenCount, config.Features.Tokens, config.Features.Width));
    }

    /// <summary>What stands behind the layer that is read.</summary>
    private static bool IsLeftOut(string name) => name.Contains(".layers.23.", StringComparison.Ordinal) || name.Contains("post_layernorm", StringComparison.Ordinal);

    private static Dictionary<string, long[]> Shapes(LlavaConfig config)
    {
        using var scope = new TensorScope();
        Tensor nothing = Tensor.Zeros(Placement.CpuFloat, 1);
        using var model = new LlavaModel(config, (_, shape, _) => nothing.Expand(shape), Placement.CpuFloat);
        return model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.Shape);
    }
}
