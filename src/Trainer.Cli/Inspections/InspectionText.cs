using System.Globalization;
using System.Text.Json.Nodes;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Inspections;

/// <summary>What files of weights hold, for people and for programs.</summary>
internal static class InspectionText
{
    private const int LongestValue = 200;

    internal static string Of(WeightFolder folder) => string.Join('\n', Lines(folder));

    internal static JsonObject Json(WeightFolder folder) => new()
    {
        ["path"] = folder.Path,
        ["tensors"] = folder.Files.Sum(file => file.Weights.Tensors.Count),
        ["bytes"] = folder.Files.Sum(file => file.Bytes),
        ["config"] = new JsonArray([.. folder.Settings.Select(line => (JsonNode)line)]),
        ["adapter"] = folder.Adapter is { } adapter ? Json(adapter) : null,
        ["files"] = new JsonArray([.. folder.Files.Select(Json)]),
    };

    private static JsonObject Json(InspectedFile file) => new()
    {
        ["file"] = file.Name,
        ["metadata"] = new JsonObject(WeightFile.MetadataOf(file.Weights).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        ["tensors"] = new JsonArray([.. file.Tensors.Select(Json)]),
    };

    private static JsonObject Json(TensorInfo info) => new()
    {
        ["name"] = info.Name,
        ["dtype"] = info.Type,
        ["shape"] = new JsonArray([.. info.Shape.Select(size => (JsonNode)size)]),
        ["bytes"] = info.Length,
    };

    private static JsonObject Json(LoraOptions adapter) => new()
    {
        ["r"] = adapter.Rank,
        ["lora_alpha"] = adapter.Alpha,
        ["lora_dropout"] = adapter.Dropout,
        ["use_rslora"] = adapter.RankStabilised,
        ["target_modules"] = new JsonArray([.. adapter.TargetModules.Select(module => (JsonNode)module)]),
    };

    private static IEnumerable<string> Lines(WeightFolder folder)
    {
        foreach (string line in folder.Settings)
        {
            yield return Shown(line);
        }

        if (folder.Adapter is { } adapter)
        {
            yield return Describe(adapter);
        }

        foreach (InspectedFile file in folder.Files)
        {
            yield return $"{file.Name}: {Total([file])}";
            foreach ((string key, string value) in WeightFile.MetadataOf(file.Weights))
            {
                yield return $"  {Shown(key)} = {Shown(value)}";
            }

            int width = file.Tensors.Select(info => info.Name.Length).Append(0).Max();
            foreach (TensorInfo info in file.Tensors)
            {
                yield return $"  {Shown(info.Name).PadRight(Math.Min(width, LongestValue))}  {info}  {Size(info.Length)}";
            }
        }

        yield return $"{folder.Files.Count} {(folder.Files.Count == 1 ? "file" : "files")}: {Total(folder.Files)}";
    }

    private static string Describe(LoraOptions adapter)
    {
        string[] kinds = [.. adapter.TargetModules.Select(module => module[(module.LastIndexOf('.') + 1)..]).Distinct()];
        string others = adapter.Ranks.Count + adapter.Alphas.Count == 0 ? string.Empty : $", other ranks or alphas in {adapter.Ranks.Keys.Union(adapter.Alphas.Keys).Count()}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"adapter of rank {adapter.Rank}, alpha {adapter.Alpha}{(adapter.RankStabilised ? " over the root of the rank" : string.Empty)}, dropout {adapter.Dropout}, on {Shown(string.Join(", ", kinds))} ({adapter.TargetModules.Count} modules{others})");
    }

    private static string Total(IReadOnlyList<InspectedFile> files)
    {
        ILookup<string, TensorInfo> types = files.SelectMany(file => file.Tensors).ToLookup(info => info.Type);
        string each = string.Join(", ", types.OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => string.Create(CultureInfo.InvariantCulture, $"{type.Key} {type.Sum(Elements):N0}")));
        return string.Create(CultureInfo.InvariantCulture, $"{files.Sum(file => file.Weights.Tensors.Count)} tensors, {Size(files.Sum(file => file.Bytes))} ({each} elements)");
    }

    private static long Elements(TensorInfo info) => info.Shape.Aggregate(1L, (product, size) => product * size);

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:F2} GiB"),
    };

    /// <summary>Names and metadata come from a file that may be hostile to terminals.</summary>
    private static string Shown(string text)
    {
        string plain = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return plain.Length <= LongestValue ? plain : $"{plain[..LongestValue]}…";
    }
}
