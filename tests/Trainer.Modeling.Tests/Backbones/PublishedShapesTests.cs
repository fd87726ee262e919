using Trainer.Modeling.Backbones.Blip;
using Trainer.Modeling.Backbones.InstructBlip;
using Trainer.Modeling.Backbones.MiniGpt4;
using Trainer.Modeling.Backbones.Shikra;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones;

/// <summary>Full-size models, made without memory, ask for exactly what the published checkpoints hold.</summary>
public sealed class PublishedShapesTests
{
    private static readonly LlavaConfig MiniGpt4 = new()
    {
        Family = MiniGpt4Backbone.Instance,
        Vision = new ClipVisionConfig { HiddenSize = 1408, IntermediateSize = 6144, Layers = 39, ImageSize = 224, LayerNormEpsilon = 1e-6, HiddenActivation = "gelu" },
        SelectLayer = -1, QFormer = new QFormerConfig(), Projector = ProjectorKind.Linear,
    };

    private static readonly LlavaConfig InstructBlip = MiniGpt4 with { Family = InstructBlipBackbone.Instance, QFormer = new QFormerConfig { ReadsInstruction = true } };

    private static readonly Dictionary<string, LlavaConfig> Configs = new()
    {
        ["shikra-7b"] = new()
        {
            Family = ShikraBackbone.Instance, Text = new LlamaConfig { VocabularySize = 32003 }, Vision = new ClipVisionConfig { ImageSize = 224 },
            Projector = ProjectorKind.Linear, HasImageMarks = true, ImageTokenId = 32000,
        },
        ["minigpt4-7b"] = MiniGpt4,
        ["minigpt4-llama2-7b"] = MiniGpt4 with { Family = MiniGpt4Llama2Backbone.Instance, QFormer = null },
        ["blip2-vicuna-7b"] = MiniGpt4,
        ["instructblip-7b"] = InstructBlip with { Text = new LlamaConfig { VocabularySize = 32001 } },
        ["instructblip-lavis-7b"] = InstructBlip,
    };

    [Theory]
    [InlineData("shikra-7b", 18)]
    [InlineData("minigpt4-7b", 12)]
    [InlineData("minigpt4-llama2-7b", 12)]
    [InlineData("blip2-vicuna-7b", 0)]
    [InlineData("instructblip-7b", 0)]
    [InlineData("instructblip-lavis-7b", 0)]
    public void Model_FullSize_AsksForThePublishedWeights(string list, int leftOut)
    {
        Dictionary<string, long[]> published = UnderOurNames(PublishedKeys.Of(list));

        Dictionary<string, long[]> asked = Shapes(Configs[list]);

        string[] untrained = list == "minigpt4-llama2-7b" ? ["vision_tower.vision_model.post_layernorm.weight", "vision_tower.vision_model.post_layernorm.bias"] : [];
        Assert.Equal(untrained, asked.Keys.Except(published.Keys));
        Assert.All(asked.Where(weight => published.ContainsKey(weight.Key)), weight => Assert.Equal(published[weight.Key], weight.Value));
        string[] unread = [.. published.Keys.Except(asked.Keys)];
        Assert.All(unread, name => Assert.True(IsBehindTheLayerThatIsRead(name), name));
        Assert.Equal(leftOut, unread.Length);
    }

    [Theory]
    [InlineData("blip2-vicuna-7b")]
    [InlineData("instructblip-7b")]
    public void ToLayout_FullSize_GivesThePublishedNames(string list)
    {
        LlavaConfig config = Configs[list];

        IEnumerable<string> written = Shapes(config).Keys.Select(name => NameMap.ToLayout(name, CheckpointLayouts.For(config)));

        Assert.Equal(PublishedKeys.Of(list).Keys.Where(name => NameMap.ToOurs(name) is not null).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("shikra-7b", 256, 256, 1024)]
    [InlineData("minigpt4-7b", 32, 32, 768)]
    [InlineData("minigpt4-llama2-7b", 64, 64, 5632)]
    [InlineData("instructblip-7b", 32, 257, 1408)]
    public void Features_FullSize_HaveThePublishedSizes(string list, int imageTokens, int features, int width) =>
        Assert.Equal((imageTokens, features, width), (Configs[list].ImageTokenCount, Configs[list].Features.Tokens, Configs[list].Features.Width));

    /// <summary>Of a key in whatever spelling; queries and values that have a bias each have one for all three with it.</summary>
    private static Dictionary<string, long[]> UnderOurNames(Dictionary<string, long[]> published)
    {
        var ours = new Dictionary<string, long[]>();
        foreach ((string name, long[] shape) in published.Where(entry => !entry.Key.EndsWith("v_bias", StringComparison.Ordinal) && !entry.Key.Contains("t5_proj")))
        {
            string spelled = LavisNames.ToHuggingFace(name) ?? name;
            bool isPart = spelled.EndsWith("q_bias", StringComparison.Ordinal);
            if (NameMap.ToOurs(isPart ? spelled.Replace("q_bias", "qkv.bias") : spelled) is { } own)
            {
                ours.Add(own, isPart ? [3 * shape[0]] : shape);
            }
        }

        return ours;
    }

    private static bool IsBehindTheLayerThatIsRead(string name) => name.Contains("post_layernorm", StringComparison.Ordinal)
        || name.Contains("vision_model.encoder.layers.23.", StringComparison.Ordinal) || name.Contains("vision_model.encoder.layers.39.", StringComparison.Ordinal);

    private static Dictionary<string, long[]> Shapes(LlavaConfig config)
    {
        using var scope = new TensorScope();
        Tensor nothing = Tensor.Zeros(Placement.CpuFloat, 1);
        using var model = new LlavaModel(config, (_, shape, _) => nothing.Expand(shape), Placement.CpuFloat);
        return model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.Shape);
    }
}
