using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Trainer.Preparation.Common;

/// <summary>Where a prepared set comes from: equal lineages write equal bytes. Nothing in it depends on the machine or the time.</summary>
internal static class Lineage
{
    internal static JsonObject Of(IDataSource source, SourceInput input, PreparationOptions options, PictureCheckLevel level) => new()
    {
        ["source"] = source.Name,
        ["version"] = source.Version,
        ["options"] = new JsonObject(input.Choices.All.Select(choice => KeyValuePair.Create(choice.Key, (JsonNode?)choice.Value))),
        ["image_check"] = JsonText.Options.PropertyNamingPolicy!.ConvertName(level.ToString()),
        ["drop_leaks"] = options.DropLeaks,
        ["inputs"] = new JsonArray([.. Files(input.Used, input.NameOf), .. input.UsedGroups.Select(group => Folder(group.Key, group.Value))]),
        ["held_out"] = new JsonArray([.. Files(options.HeldOut, file => Path.GetFileName(file))]),
    };

    /// <summary>The first thing that tells a lineage from the one that is wanted, in words.</summary>
    /// <param name="there">The lineage that was found; whatever a file says.</param>
    /// <param name="wanted">The one that was asked for.</param>
    internal static string Difference(JsonNode there, JsonObject wanted)
    {
        JsonObject found = there as JsonObject ?? [];
        string key = wanted.Select(field => field.Key).FirstOrDefault(key => !JsonNode.DeepEquals(found[key], wanted[key]), "lineage");
        return found[key] is not JsonNode value || value is JsonArray
            ? $"{key} are other ones"
            : $"{key} is {value.ToJsonString(JsonText.Options)}, not {wanted[key]!.ToJsonString(JsonText.Options)}";
    }

    internal static string Sha256(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static IEnumerable<JsonNode> Files(IEnumerable<string> files, Func<string, string> nameOf) =>
        files.Select(file => new JsonObject { ["file"] = nameOf(file), ["bytes"] = new FileInfo(file).Length, ["sha256"] = Sha256(file) });

    /// <summary>Many files as one: the hash is that of their names and hashes, line by line.</summary>
    private static JsonObject Folder(string name, IReadOnlyList<string> files)
    {
        string lines = string.Concat(files.Select(file => $"{Path.GetFileName(file)}\n{Sha256(file)}\n"));
        return new JsonObject
        {
            ["file"] = name,
            ["files"] = files.Count,
            ["bytes"] = files.Sum(file => new FileInfo(file).Length),
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))),
        };
    }
}
