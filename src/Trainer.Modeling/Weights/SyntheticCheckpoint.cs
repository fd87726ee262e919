using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Checkpoints of any real shape with random weights, for measuring what loading and running them costs.</summary>
public static class SyntheticCheckpoint
{
    /// <summary>Random numbers that are made; weights repeat them, since billions of draws would take longer than writing them.</summary>
    private const long BlockLength = 1 << 24;

    /// <summary>Each weight begins elsewhere in the block, by this stride, so that no two of them are alike.</summary>
    private const long Stride = 1_000_003;

    private const double Deviation = 0.02;

    /// <summary>Sizes of LLaVA-1.5 7B.</summary>
    public static LlavaConfig Llava7B { get; } = new()
    {
        Text = new LlamaConfig { VocabularySize = 32064, MaxPositions = 4096, RmsNormEpsilon = 1e-5, PadTokenId = 32001 },
    };

    /// <summary>Writes a checkpoint, one tensor in memory at a time.</summary>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="type">Element type.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="maxShardLength">Most bytes of one file.</param>
    public static void Write(string directory, LlavaConfig config, DType type, ulong seed, long maxShardLength = ShardedWriter.DefaultShardLength)
    {
        Directory.CreateDirectory(directory);
        using var scope = new TensorScope();
        using var stream = new RandomStream(seed);
        Tensor block = Tensor.Empty(Placement.CpuFloat, BlockLength).FillNormal(0, Deviation, stream).To(type);
        ShardedWriter.Write(directory, Weights(config, block), maxShardLength);
        LlavaCheckpoint.WriteSettings(directory, LlavaConfigWriter.Files(config, type));
    }

    /// <summary>The model's weights in order, found by registering a model whose tensors all are one stand-in.</summary>
    private static List<NamedTensor> Weights(LlavaConfig config, Tensor block)
    {
        List<NamedTensor> weights = [];
        Tensor standIn = Tensor.Empty(Placement.CpuFloat, 1);
        ParameterSource announce = (name, shape, initialization) =>
        {
            long start = weights.Count * Stride % BlockLength;
            weights.Add(new NamedTensor(NameMap.ToLayout(name, CheckpointLayouts.For(config)), block.DType, shape, () => Make(block, start, shape, initialization)));
            return standIn;
        };
        LlavaModel.Register(new ParameterBuilder(announce), config);
        standIn.Dispose();
        return weights;
    }

    private static Tensor Make(Tensor block, long start, long[] shape, Initialization initialization)
    {
        Tensor flat = Tensor.Empty(block.Placement, shape.Aggregate(1L, (product, size) => product * size));
        switch (initialization)
        {
            case Initialization.Ones:
                flat.Fill(1);
                break;
            case Initialization.Zeros:
                flat.Zero();
                break;
            default:
                Repeat(block, start, flat);
                break;
        }

        return flat.View(shape);
    }

    private static void Repeat(Tensor block, long start, Tensor target)
    {
        long length;
        for (long done = 0; done < target.Size(0); done += length)
        {
            long from = (start + done) % BlockLength;
            length = Math.Min(target.Size(0) - done, BlockLength - from);
            target.Narrow(0, done, length).CopyFrom(block.Narrow(0, from, length));
        }
    }
}
