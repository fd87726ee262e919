using Trainer.Modeling.Adapters;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Footprint;

/// <summary>Tests that count what the whole process allocates, and so must be alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class BlockMemoryTests
{
    private const int Rows = 8;
    private const int Time = 48;
    private const int Rank = 4;

    private static readonly Numerics Fused = new(DType.BFloat16, IsFused: true);

    private static readonly LlamaConfig SevenBillion = new();

    private static readonly LlamaConfig ThirteenBillion = new() { HiddenSize = 5120, IntermediateSize = 13824, Layers = 40, Heads = 40, KeyValueHeads = 40 };

    private static readonly BlockTokens One = BlockTokens.Whole(rows: 1, rowLength: 1);

    // 8 widths of 4096 and 3 of 11008, two bytes each, and 34 numbers of four.
    [Fact]
    public void Kept_SevenBillion_IsTheSumByHand() => Assert.Equal(131_720, Base(SevenBillion, Fused).Kept(One));

    // Ten tokens up to attention, 6 widths and 33 numbers each; one of them behind it, 3 of 4096 and 3 of 11008, and one number.
    [Fact]
    public void Kept_OneTokenOfTenIsWanted_IsTheSumByHand() =>
        Assert.Equal((10 * ((6 * 4096 * 2) + (33 * 4))) + (((3 * 4096) + (3 * 11008)) * 2) + 4, Base(SevenBillion, Fused).Kept(new BlockTokens(10, 1, 10)));

    [Fact]
    public void Kept_PublishedSizes_AreMegabytesPerToken()
    {
        Assert.Equal(4.2, Megabytes(SevenBillion), 0.05);
        Assert.Equal(6.6, Megabytes(ThirteenBillion), 0.05);

        static double Megabytes(LlamaConfig config) => config.Layers * Base(config, Fused).Kept(One) / 1e6;
    }

    [Fact]
    public void KeptByComposition_FusedKernels_IsNothingAndOthersGrowWithTheRow()
    {
        BlockMemory composed = Base(SevenBillion, Fused with { IsFused = false });

        Assert.Equal(0, Base(SevenBillion, Fused).KeptByComposition(One));
        Assert.Equal(100 * ((32 * 6) + 2), composed.KeptByComposition(new BlockTokens(1, 1, 900)) - composed.KeptByComposition(new BlockTokens(1, 1, 800)));
    }

    [Theory]
    [InlineData(DType.Float32, false, 0)]
    [InlineData(DType.Float32, true, 0)]
    [InlineData(DType.BFloat16, false, 0.02)]
    [InlineData(DType.BFloat16, true, 0.02)]
    public void Kept_OneBlockMore_IsWhatTheAllocatorCounts(DType type, bool hasAdapter, double tolerance)
    {
        double measured = Allocated(Config(3), type, hasAdapter) - Allocated(Config(2), type, hasAdapter);

        LlamaConfig text = Config(2).Text;
        AdapterShape adapter = hasAdapter ? Shape(text) : AdapterShape.None;
        BlockTokens tokens = BlockTokens.Whole(Rows, Time);
        var memory = new BlockMemory(text, Numerics.Of(Device.Cpu, type), adapter, learns: !hasAdapter);
        double casts = hasAdapter && type == DType.BFloat16 ? AdapterWeights(text) * 2 : 0;
        double expected = memory.Kept(tokens) + memory.KeptByComposition(tokens) + casts;

        // Each tensor is rounded up by a few bytes, more or fewer as the heap lies: the difference of two passes may fall short of the sum too.
        const double rounding = 0.005;
        Assert.InRange(measured / expected, 1 - tolerance - rounding, 1 + tolerance + rounding);
    }

    private static LlavaConfig Config(int layers) => TinyLlava.Config with
    {
        Text = TinyLlava.Config.Text with { HiddenSize = 64, IntermediateSize = 160, Heads = 4, KeyValueHeads = 4, Layers = layers },
    };

    private static BlockMemory Base(LlamaConfig config, Numerics numerics) => new(config, numerics, AdapterShape.None, learns: false);

    // All seven linear layers.
    private static AdapterShape Shape(LlamaConfig text) => new(
        new AdapterWidths(3L * text.HiddenSize, 3 * Rank, 3L * text.HiddenSize),
        new AdapterWidths((3L * text.HiddenSize) + text.IntermediateSize, 4 * Rank, (2L * text.HiddenSize) + (2L * text.IntermediateSize)),
        Dropout: 0);

    private static long AdapterWeights(LlamaConfig text) => Rank * ((11L * text.HiddenSize) + (3L * text.IntermediateSize));

    /// <summary>What a forward pass leaves behind, as long as its result lives.</summary>
    private static long Allocated(LlavaConfig config, DType type, bool hasAdapter)
    {
        using var scope = new TensorScope();
        using var stream = new RandomStream(3);
        using LlavaModel model = LlavaModel.Initialize(config, stream, new Placement(Device.Cpu, type));
        Learn(model, hasAdapter, stream);
        Tensor embedded = Tensor.Normal(Placement.CpuFloat, stream, Rows, Time, config.Text.HiddenSize).To(type);
        embedded.RequiresGrad = true;
        var window = new SequenceWindow { Ends = Tensor.From([.. Enumerable.Repeat((long)Time, Rows)]) };

        long before = Backend.MemoryOf(Device.Cpu).Allocated;
        Tensor hidden = model.Hidden(embedded, window, cache: null, ForwardContext.Inference);
        Assert.True(hidden.RequiresGrad);
        return Backend.MemoryOf(Device.Cpu).Allocated - before;
    }

    private static void Learn(LlavaModel model, bool hasAdapter, RandomStream stream)
    {
        if (!hasAdapter)
        {
            model.Parameters.ToList().ForEach(parameter => parameter.Trainable = true);
            return;
        }

        LoraAdapter adapter = model.Adapters.Add("policy", new LoraOptions { Rank = Rank }, stream);
        adapter.Parameters.ToList().ForEach(parameter => parameter.Trainable = true);
        model.Adapters.Activate("policy");
    }
}
