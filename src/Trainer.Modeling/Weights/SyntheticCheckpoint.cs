using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Checkpoints of any real shape with random weights, for measuring what loading and running them costs.</summary>
public static class SyntheticCheckpoint
{
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
    public static void Write(string directory, LlavaConfig config, DType type, ulong seed)
    {
        Directory.CreateDirectory(directory);
        using var stream = new RandomStream(seed);
        ParameterSource fresh = ParameterBuilder.Fresh(stream, new Placement(Device.Cpu, type));
        List<NamedTensor> tensors = [];
        using var scope = new TensorScope();
        Tensor nothing = TensorScope.Release(Tensor.Empty(Placement.CpuFloat, 1));
        LlavaModel.Register(
            new ParameterBuilder((name, shape, initialization) =>
            {
                tensors.Add(new NamedTensor(NameMap.ToHuggingFace(name), type, shape, () => fresh(name, shape, initialization)));
                return nothing;
            }),
            config);
        nothing.Dispose();
        ShardedWriter.Write(directory, tensors);
        foreach ((string file, string text) in LlavaConfigWriter.Files(config, type))
        {
            AtomicFile.WriteText(Path.Combine(directory, file), text);
        }
    }
}
