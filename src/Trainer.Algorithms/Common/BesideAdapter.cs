using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>The base model's weights that were trained with an adapter, such as the projector's, in a file beside it.</summary>
public static class BesideAdapter
{
    /// <summary>LLaVA's own name for them, in a safe format.</summary>
    public const string FileName = "non_lora_trainables.safetensors";

    /// <summary>Their file in a folder, ours or the llava package's; null where there is none.</summary>
    public static string? Find(string folder) => new[] { FileName, ProjectorFile.Trainables }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Puts them into a model, if the folder has any.</summary>
    /// <exception cref="CheckpointException">They belong to another base model.</exception>
    public static void Load(LlavaModel model, string folder)
    {
        if (Find(folder) is not { } path)
        {
            return;
        }

        using IWeightSource file = WeightFile.Open(path);
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        var parameters = model.Parameters.ToDictionary(parameter => parameter.Name);
        foreach ((string name, string ours) in Needed(file))
        {
            Parameter parameter = parameters.TryGetValue(ours, out Parameter? known) && known.Value.Shape.SequenceEqual(file.Tensors[name].Shape)
                ? known
                : throw new CheckpointException($"{path} holds {name} {file.Tensors[name]}, which this model doesn't have. It belongs to another base model.");
            parameter.Value.CopyFrom(file.Read(name));
        }
    }

    /// <summary>Writes those of a folder, if it has any, into another one: in a safe format, or as the llava package reads them.</summary>
    public static void Copy(string from, string to, CheckpointLayout layout = CheckpointLayout.HuggingFace)
    {
        if (Find(from) is not { } path)
        {
            return;
        }

        using IWeightSource file = WeightFile.Open(path);
        using var scope = new TensorScope();
        string wrapper = layout == CheckpointLayout.Llava ? "base_model.model." : string.Empty;
        NamedTensor[] weights = [.. Needed(file).Select(weight => new NamedTensor(wrapper + NameMap.ToLayout(weight.Ours, layout), file.Read(weight.Name)))];
        if (layout == CheckpointLayout.Llava)
        {
            TorchFileWriter.Write(Path.Combine(to, ProjectorFile.Trainables), weights);
        }
        else
        {
            SafetensorsWriter.Write(Path.Combine(to, FileName), weights);
        }
    }

    private static IEnumerable<(string Name, string Ours)> Needed(IWeightSource file) =>
        file.Tensors.Keys.Select(name => (Name: name, Ours: ProjectorFile.ToOurs(name)!)).Where(weight => weight.Ours is not null);
}
