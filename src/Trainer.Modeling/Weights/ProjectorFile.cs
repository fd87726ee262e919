namespace Trainer.Modeling.Weights;

/// <summary>Files of the llava package that lie beside a language model's weights and hold what was trained besides it.</summary>
public static class ProjectorFile
{
    /// <summary>The projector alone, as pretraining leaves it; a model that has its own does not need it.</summary>
    public const string Projector = "mm_projector.bin";

    /// <summary>What a run with adapters trained in full: it replaces what the base has.</summary>
    public const string Trainables = "non_lora_trainables.bin";

    private const string Wrapper = "base_model.";
    private const string DoubledModel = "model.model.";

    /// <summary>The file that a path names: itself, or the projector in a folder.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    internal static string Find(string path) => new[] { path, Path.Combine(path, Projector), Path.Combine(path, Trainables) }.FirstOrDefault(File.Exists)
        ?? throw new CheckpointException($"{path} is neither a file with a projector nor a folder with {Projector} or {Trainables}.");

    /// <summary>Our name of a weight that the package wrote from within its wrappers; null for one that the model has no use for.</summary>
    public static string? ToOurs(string name)
    {
        string unwrapped = name.StartsWith(Wrapper, StringComparison.Ordinal) ? name[Wrapper.Length..] : name;
        return NameMap.ToOurs(unwrapped.StartsWith(DoubledModel, StringComparison.Ordinal) ? unwrapped["model.".Length..] : unwrapped);
    }
}
