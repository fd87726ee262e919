using Trainer.Modeling.Weights.Gguf;
using Trainer.Modeling.Weights.TorchFiles;

namespace Trainer.Modeling.Weights;

/// <summary>Files of weights of any format.</summary>
public static class WeightFile
{
    /// <summary>
    /// Opens a torch file (<c>.bin</c>, <c>.pt</c>, <c>.pth</c>, or an archive without an extension, as LLaVA-RLHF writes its heads), one of llama.cpp's
    /// (<c>.gguf</c>) or, under any other name, a safetensors file.
    /// </summary>
    /// <exception cref="CheckpointException">The file is missing or breaks a rule of its format.</exception>
    public static IWeightSource Open(string path) => Path.GetExtension(path) switch
    {
        ".bin" or ".pt" or ".pth" => TorchFile.Open(path),
        ".gguf" => GgufFile.Open(path),
        _ => IsBareArchive(path) ? TorchFile.Open(path) : SafetensorsFile.Open(path),
    };

    /// <summary>Texts and numbers that a file has beside its tensors.</summary>
    public static IReadOnlyDictionary<string, string> MetadataOf(IWeightSource file) => file switch
    {
        SafetensorsFile safetensors => safetensors.Header.Metadata,
        TorchFile torch => torch.Index.Metadata,
        GgufFile gguf => gguf.Header.Texts,
        _ => new Dictionary<string, string>(),
    };

    private static bool IsBareArchive(string path)
    {
        if (Path.HasExtension(path) || !File.Exists(path))
        {
            return false;
        }

        using FileStream stream = File.OpenRead(path);
        return stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
    }
}
