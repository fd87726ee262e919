namespace Trainer.Modeling.Weights;

/// <summary>Files of the llava package that lie beside a language model's weights and hold what was trained besides it.</summary>
internal static class ProjectorFile
{
    /// <summary>The projector alone, as pretraining leaves it; a model that has its own does not need it.</summary>
    internal const string Projector = "mm_projector.bin";

    /// <summary>What a run with adapters trained in full: it replaces what the base has.</summary>
    internal const string Trainables = "non_lora_trainables.bin";

    private const string Wrapper = "base_model.";
    private const string DoubledModel = "model.model.";

    /// <summary>Our name of a weight that the package wrote from within its wrappers; null for one that the model has no use for.</summary>
    internal static string? ToOurs(string name)
    {
        string unwrapped = name.StartsWith(Wrapper, StringComparison.Ordinal) ? name[Wrapper.Length..] : name;
        return NameMap.ToOurs(unwrapped.StartsWith(DoubledModel, StringComparison.Ordinal) ? unwrapped["model.".Length..] : unwrapped);
    }
}
