using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Weights;

/// <summary>
/// Names the places of a checkpoint's parts that lie elsewhere, relative to its folder: gigabytes of a language model then serve
/// several checkpoints without copies. The vision tower's place stands in config.json, as the llava package has it.
/// </summary>
/// <param name="LanguageModel">Folder of the language model; of a checkpoint without the file, its own.</param>
/// <param name="Projector">File of the projector, which replaces one that the language model's folder holds; or none.</param>
internal sealed record AssemblyFile(string LanguageModel, string? Projector)
{
    private const string Name = "assembly.json";
    private const string LanguageModelKey = "language_model";
    private const string ProjectorKey = "projector";

    /// <summary>Reads a folder's file.</summary>
    /// <exception cref="CheckpointException">It is broken.</exception>
    internal static AssemblyFile Read(string directory)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path))
        {
            return new AssemblyFile(directory, null);
        }

        var reader = new ConfigReader(path, ConfigFile.Read(path));
        return new AssemblyFile(
            Path.Combine(directory, reader.Text(LanguageModelKey, string.Empty)),
            reader.Has(ProjectorKey) ? Path.Combine(directory, reader.Text(ProjectorKey, string.Empty)) : null);
    }

    /// <summary>Writes it into a folder.</summary>
    internal void Write(string directory)
    {
        var json = new JsonObject { [LanguageModelKey] = Path.GetRelativePath(directory, LanguageModel) };
        if (Projector is not null)
        {
            json[ProjectorKey] = Path.GetRelativePath(directory, Projector);
        }

        AtomicFile.WriteText(Path.Combine(directory, Name), json.ToJsonString() + "\n");
    }

    /// <summary>Takes it away.</summary>
    internal static void Delete(string directory) => File.Delete(Path.Combine(directory, Name));
}
