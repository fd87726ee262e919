using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Configuration;

/// <summary>JSON files of settings: small, one object each, no key twice.</summary>
internal static class ConfigFile
{
    private const long MaxLength = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It is missing, too large to be settings, or not a JSON object.</exception>
    internal static JsonObject Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength)
            {
                throw new CheckpointException($"{path} is larger than {MaxLength} bytes, which no file of settings is.");
            }

            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} can't be read: {error.Message} Name the folder of a checkpoint.", error);
        }
    }

    /// <summary>Reads a file's text.</summary>
    internal static JsonObject Parse(string file, string text)
    {
        try
        {
            var json = JsonNode.Parse(text, documentOptions: Strict) as JsonObject ?? throw new CheckpointException($"{file} does not hold a JSON object.");

            // The parser decodes escapes only when somebody looks; a broken one must show here and not later.
            json.ToJsonString();
            return json;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CheckpointException($"{file} is not valid JSON: {error.Message}", error);
        }
    }
}
