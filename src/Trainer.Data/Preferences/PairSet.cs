using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trainer.Data.Preferences;

/// <summary>A folder of pairs that somebody is to compare, as the stage <c>preferences</c> leaves it.</summary>
public static class PairSet
{
    /// <summary>The pairs, in LLaVA-RLHF's format without <c>preference</c>.</summary>
    public const string PairsName = "unlabelled.json";

    /// <summary>What they are and how they came about.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>The manifest's key for the folder that image paths start from, itself relative to the set's folder.</summary>
    public const string ImageDirKey = "image_dir";

    /// <summary>The folder that image paths start from: what the manifest says, or the set's own.</summary>
    /// <exception cref="DataException">The manifest is no JSON object.</exception>
    public static string ImageDirOf(string folder)
    {
        string manifest = Path.Combine(folder, ManifestName);
        try
        {
            string? relative = File.Exists(manifest) ? JsonNode.Parse(File.ReadAllText(manifest))?[ImageDirKey]?.GetValue<string>() : null;
            return Path.GetFullPath(Path.Combine(folder, relative ?? ""));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new DataException($"{manifest} is not readable: {error.Message} Name the pictures' folder with --image-dir, and delete the file.", error);
        }
    }
}
