using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>The base model's weights that were trained with an adapter, such as the projector's, in a file beside it.</summary>
public static class BesideAdapter
{
    /// <summary>LLaVA's own name for them, in a safe format.</summary>
    public const string FileName = "non_lora_trainables.safetensors";

    /// <summary>Puts them into a model, if the folder has any.</summary>
    /// <exception cref="CheckpointException">They belong to another base model.</exception>
    public static void Load(LlavaModel model, string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return;
        }

        using SafetensorsFile file = SafetensorsFile.Open(path);
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        var parameters = model.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (string name in file.Tensors.Keys)
        {
            Parameter parameter = NameMap.ToOurs(name) is { } ours && parameters.TryGetValue(ours, out Parameter? known)
                ? known
                : throw new CheckpointException($"{path} holds {name}, which this model doesn't have. It belongs to another base model.");
            parameter.Value.CopyFrom(file.Read(name));
        }
    }
}
