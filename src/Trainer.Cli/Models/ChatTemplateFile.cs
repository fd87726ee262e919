using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Models;

/// <summary>
/// Remembers beside a model's weights which conversation template it was trained with, so that whoever asks it uses the same.
/// Released checkpoints lack the file and mean that of their family.
/// </summary>
internal static class ChatTemplateFile
{
    /// <summary>Where transformers looks for a template.</summary>
    internal const string HuggingFaceName = "chat_template.json";

    private const string Name = "trainer.json";
    private const string Key = "chat_template";

    /// <summary>The template's name.</summary>
    /// <param name="directory">The model's folder.</param>
    /// <param name="otherwise">The name where the file is missing.</param>
    /// <exception cref="CheckpointException">The file is there, but isn't what this class wrote.</exception>
    internal static string Read(string directory, string otherwise)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path))
        {
            return otherwise;
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path))?[Key]?.GetValue<string>() ?? otherwise;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"{path} is not readable: {error.Message} Delete it to use the template '{otherwise}'.", error);
        }
    }

    internal static void Write(string directory, string template) =>
        AtomicFile.WriteText(Path.Combine(directory, Name), new JsonObject { [Key] = template }.ToJsonString() + "\n");
}
