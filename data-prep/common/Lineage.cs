using System.Security.Cryptography;
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
        ["inputs"] = Files(input.Used, input.NameOf),
        ["held_out"] = Files(options.HeldOut, file => Path.GetFileName(file)),
    };

    internal static string Sha256(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static JsonArray Files(IEnumerable<string> files, Func<string, string> nameOf) =>
        new([.. files.Select(file => (JsonNode)new JsonObject { ["file"] = nameOf(file), ["bytes"] = new FileInfo(file).Length, ["sha256"] = Sha256(file) })]);
}
