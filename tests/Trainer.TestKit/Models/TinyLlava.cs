using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>A LLaVA small enough for tests: two layers of 16, nine image tokens.</summary>
public static class TinyLlava
{
    /// <summary>Sizes of the model that <see cref="Golden"/> describes.</summary>
    public static LlavaConfig Config { get; } = new()
    {
        Text = new LlamaConfig
        {
            VocabularySize = 40, HiddenSize = 16, IntermediateSize = 24, Layers = 2, Heads = 4, KeyValueHeads = 4,
            MaxPositions = 64, RmsNormEpsilon = 1e-5,
        },
        Vision = new ClipVisionConfig { HiddenSize = 8, IntermediateSize = 16, Layers = 3, Heads = 2, ImageSize = 12, PatchSize = 4 },
        ImageTokenId = -200,
    };

    /// <summary>The same with grouped key-value heads, another rotary base, linear scaling and a tied output projection.</summary>
    public static LlavaConfig Grouped { get; } = Config with
    {
        Text = Config.Text with { KeyValueHeads = 2, RopeTheta = 5000, RopeScaling = 2, TieWordEmbeddings = true },
    };

    /// <summary>A model with the weights of <see cref="TinyWeights"/>.</summary>
    public static LlavaModel Create(LlavaConfig? config = null, DType type = DType.Float32) =>
        new(config ?? Config, (name, shape, initialization) => TinyWeights.Base(name, shape, initialization).To(type), new Placement(Device.Cpu, type));

    /// <summary>Pictures for it, [images, 3, 12, 12].</summary>
    public static Tensor Pixels(int images = 2) => TinyWeights.Fill(777, [images, 3, 12, 12], 4);

    /// <summary>A prompt's ids: some tokens, a picture, some more.</summary>
    public static long[] Prompt(long[] before, params long[] after) =>
        [.. before, .. Enumerable.Repeat((long)Config.ImageTokenId, Config.ImageTokenCount), .. after];
}
