using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;
using Trainer.Modeling.Vision;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Footprint;

/// <summary>What <see cref="QFormerMemory"/> says, by hand and against the allocator.</summary>
[Collection(AloneCollection.Name)]
public sealed class QFormerMemoryTests
{
    private const int Pictures = 6;
    private const int Words = 10;

    private static readonly Numerics Fused = new(DType.Float32, IsFused: true);

    // Twelve blocks of 32 queries: 6 widths of 768 in attention, two of 3072 and two of 768 in the network, 14 + 2 numbers; six of them look at 257 tokens.
    [Fact]
    public void Kept_PublishedSizes_IsTheSumByHand()
    {
        var published = new LlavaConfig { Vision = new ClipVisionConfig { HiddenSize = 1408, ImageSize = 224 }, QFormer = new QFormerConfig() };
        const long block = 32 * ((6 * 768) + (2 * 3072) + (2 * 768) + 16);
        const long look = (((4 * 32) + (2 * 257)) * 768) + (32 * 14);

        Assert.Equal(((12 * block) + (6 * look)) * 4, new QFormerMemory(published, Fused).Kept(words: 0));
    }

    [Theory]
    [InlineData(DType.Float32, 0, 0)]
    [InlineData(DType.Float32, Words, 0)]
    [InlineData(DType.BFloat16, 0, 0.01)]
    [InlineData(DType.BFloat16, Words, 0.01)]
    public void Kept_TwoBlocksMore_IsWhatTheAllocatorCounts(DType type, int words, double tolerance)
    {
        double measured = Allocated(Config(4, words), type, words) - Allocated(Config(2, words), type, words);

        double expected = Pictures * (Kept(4) - Kept(2));

        // Each tensor is rounded up by a few bytes, more or fewer as the heap lies.
        const double rounding = 0.005;
        Assert.InRange(measured / expected, 1 - tolerance - rounding, 1 + tolerance + rounding);

        double Kept(int layers) => new QFormerMemory(Config(layers, words), Numerics.Of(Device.Cpu, type)).Kept(words);
    }

    private static LlavaConfig Config(int layers, int words)
    {
        LlavaConfig config = words == 0 ? TinyMiniGpt4.Config : TinyInstructBlip.Config;
        return config with
        {
            Vision = config.Vision with { ImageSize = 24 },
            QFormer = config.QFormer! with { Queries = 8, HiddenSize = 96, IntermediateSize = 320, Layers = layers },
        };
    }

    /// <summary>What a forward pass leaves behind, as long as its result lives.</summary>
    private static long Allocated(LlavaConfig config, DType type, int words)
    {
        using var scope = new TensorScope();
        using var stream = new RandomStream(3);
        using LlavaModel model = LlavaModel.Initialize(config, stream, new Placement(Device.Cpu, type));
        foreach (Parameter parameter in model.Parameters.Where(parameter => parameter.Name.StartsWith("qformer.", StringComparison.Ordinal) || parameter.Name == "query_tokens"))
        {
            parameter.Trainable = true;
        }

        Tensor pixels = Tensor.Normal(Placement.CpuFloat, stream, Pictures, 3, config.Vision.ImageSize, config.Vision.ImageSize).To(type);
        using Instructions? asked = Instructions.Of([.. Enumerable.Repeat(Enumerable.Repeat(7L, words).ToArray(), words == 0 ? 0 : Pictures)]);

        long before = Backend.MemoryOf(Device.Cpu).Allocated;
        Tensor images = model.Project(model.ImageFeatures(pixels, ForwardContext.Inference), ForwardContext.Inference, asked);
        Assert.True(images.RequiresGrad);
        return Backend.MemoryOf(Device.Cpu).Allocated - before;
    }
}
