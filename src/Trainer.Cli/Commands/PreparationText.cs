using System.Globalization;
using System.Text.Json.Nodes;
using Trainer.Preparation.Common;

namespace Trainer.Cli.Commands;

/// <summary>What a person reads of prepared datasets.</summary>
internal static class PreparationText
{
    // Fewer bad records are usual in what is published; more are a sign of a wrong folder or a download that stopped.
    private const double MuchLost = 0.1;

    /// <summary>Tells loudly of files that lost many of their records, and of a set that was there already.</summary>
    internal static void Warn(TextWriter output, string folder, PreparedSet set)
    {
        foreach (PreparedFile file in set.Files.Where(file => file.LostShare >= MuchLost))
        {
            string kinds = string.Join(", ", file.Problems.Select(problem => $"{problem.Key} {problem.Value}"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"warning: {file.File} lost {file.Dropped} of {file.Dropped + file.Records} records ({file.LostShare:P0}): {kinds}. {folder}/problems.jsonl names them."));
        }

        if (set.WasThere)
        {
            output.WriteLine($"{folder} holds this set already, so nothing was converted{(set.Problems.Count > 0 ? "; delete it to try again, for example with more pictures" : "")}.");
        }
    }

    /// <summary>What became of a dataset.</summary>
    internal static void Write(TextWriter output, string folder, PreparedSet set)
    {
        output.WriteLine(folder);
        foreach (PreparedFile file in set.Files)
        {
            output.WriteLine($"  {file.File,-40} {file.Records,9} records ({file.Kind}) of {file.Units} units");
        }

        if (set.Pictures is { } sizes)
        {
            output.WriteLine($"pictures from {sizes.LeastWidth} to {sizes.MostWidth} pixels wide, from {sizes.LeastHeight} to {sizes.MostHeight} high");
        }

        WriteCounts(output, "left out", set.LeftOut);
        WriteCounts(output, "problems, each named in problems.jsonl", set.Problems);
        WriteCounts(output, "records about pictures of benchmarks", set.HeldOut);
    }

    /// <summary>The datasets that there are.</summary>
    internal static void WriteList(TextWriter output, IReadOnlyList<ISource> sources, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(new JsonObject { ["sources"] = new JsonArray([.. sources.Select(ToJson)]) }.ToJsonString());
            return;
        }

        foreach (ISource source in sources)
        {
            output.WriteLine($"{source.Name,-16} {source.Summary}");
            foreach (SourceOption option in source.Options)
            {
                output.WriteLine($"{"",-16}   --option {option.Name}={option.Default}  {option.Description} ({option.Values})");
            }
        }
    }

    private static void WriteCounts(TextWriter output, string title, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.Count > 0)
        {
            output.WriteLine(title);
        }

        foreach ((string what, long count) in counts)
        {
            output.WriteLine($"  {what,-40} {count,9}");
        }
    }

    private static JsonNode ToJson(ISource source) => new JsonObject
    {
        ["name"] = source.Name,
        ["summary"] = source.Summary,
        ["options"] = new JsonArray([.. source.Options.Select(option => (JsonNode)new JsonObject
        {
            ["name"] = option.Name, ["default"] = option.Default, ["values"] = option.Values, ["description"] = option.Description,
        })]),
    };
}
