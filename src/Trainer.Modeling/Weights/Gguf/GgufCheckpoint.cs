using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>
/// LLaVA models as llama.cpp loads them: the language model in one file, tower and projector in another. Nothing is quantised; llama.cpp's own
/// llama-quantize does that with the first file.
/// </summary>
public static class GgufCheckpoint
{
    private static readonly Dictionary<DType, uint> FileTypes = new() { [DType.Float32] = 0, [DType.Float16] = 1, [DType.BFloat16] = 32 };

    /// <summary>The language model's file of an element type.</summary>
    public static string LanguageFile(string directory, DType type) => Path.Combine(directory, $"model-{Suffix(type)}.gguf");

    /// <summary>The file of tower and projector; llama.cpp's tools know it by how its name begins.</summary>
    public static string VisionFile(string directory, DType type) => Path.Combine(directory, $"mmproj-model-{Suffix(type)}.gguf");

    /// <summary>Writes both files. An active adapter is merged in, in Float32, one weight in memory at a time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="options">How.</param>
    /// <exception cref="CheckpointException">llama.cpp can't compute what the model does.</exception>
    public static void Save(LlavaModel model, string directory, GgufOptions options)
    {
        GgufRules.Require(model.Config);
        Directory.CreateDirectory(directory);
        GgufWriter.Write(
            LanguageFile(directory, options.Type),
            [.. General("llama", "model", options), .. GgufLanguage.Metadata(model.Config.Text), .. options.Tokenizer],
            [.. model.Parameters.Where(GgufLanguage.Has).SelectMany(parameter => Weights(model, parameter, options.Type))]);
        GgufWriter.Write(
            VisionFile(directory, options.Type),
            [.. General("clip", "mmproj", options), .. GgufVision.Metadata(model.Config)],
            [.. model.Parameters.Where(GgufVision.Has).SelectMany(parameter => Weights(model, parameter, options.Type))]);
    }

    /// <summary>Loads a model that <see cref="Save"/> wrote, to see what became of it.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="config">Sizes of the model that was written.</param>
    /// <param name="compute">Device and type of the activations.</param>
    /// <exception cref="CheckpointException">A file is missing or broken.</exception>
    public static LlavaModel Load(string directory, DType type, LlavaConfig config, Placement compute)
    {
        using GgufFile language = GgufFile.Open(LanguageFile(directory, type));
        using GgufFile vision = GgufFile.Open(VisionFile(directory, type));
        using var mode = GradientMode.Off();
        return new LlavaModel(config, (name, _, _) => Read(name).To(compute.Device), compute);

        Tensor Read(string name) => LinearProjector.Has(name) ? LinearProjector.FromFile(vision.Read(LinearProjector.NameOf(name)))
            : vision.Tensors.ContainsKey(GgufNames.Of(name)) ? vision.Read(GgufNames.Of(name))
            : GgufLanguage.FromFile(config.Text, name, language.Read(GgufNames.Of(name)));
    }

    private static KeyValuePair<string, object>[] General(string architecture, string kind, GgufOptions options) =>
    [
        new("general.architecture", architecture),
        new("general.type", kind),
        new("general.name", options.Name),
        new("general.file_type", FileTypes[options.Type]),
    ];

    /// <summary>The tensors that stand for one of our weights.</summary>
    private static NamedTensor[] Weights(LlavaModel model, Parameter parameter, DType wanted)
    {
        DType type = TypeOf(parameter, wanted);
        var weight = new NamedTensor(parameter.Name, type, parameter.Value.Shape, () =>
        {
            using var mode = GradientMode.Off();
            return GgufLanguage.ToFile(model.Config.Text, parameter.Name, model.Adapters.ValueOf(parameter)).To(type);
        });
        return LinearProjector.Has(parameter.Name) ? LinearProjector.Of(weight) : [weight with { Name = GgufNames.Of(parameter.Name) }];
    }

    /// <summary>llama.cpp adds vectors and positions in Float32 only, and folds pictures with no kernel in BFloat16.</summary>
    private static DType TypeOf(Parameter parameter, DType wanted) => GgufNames.Of(parameter.Name) switch
    {
        _ when parameter.Value.Rank == 1 => DType.Float32,
        "v.position_embd.weight" => DType.Float32,
        "v.patch_embd.weight" when wanted == DType.BFloat16 => DType.Float32,
        _ => wanted,
    };

    private static string Suffix(DType type) => GgufTensorType.Of(type).Name.ToLowerInvariant();
}
