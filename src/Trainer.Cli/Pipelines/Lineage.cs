using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;
using Trainer.Training;

namespace Trainer.Cli.Pipelines;

/// <summary>From what everything came: <c>lineage.json</c>, one file about all steps of a finished pipeline.</summary>
internal static class Lineage
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    internal static string PathIn(string folder) => Path.Combine(folder, "lineage.json");

    internal static void Write(Pipeline pipeline, IReadOnlyDictionary<string, StepRecord> records)
    {
        JsonObject json = new()
        {
            ["recipe"] = pipeline.Source,
            ["seed"] = pipeline.Recipe.Seed,
            ["version"] = RunEnvironment.ProgramVersion,
            ["chain"] = PathHash.OfText(string.Concat(pipeline.Steps.Select(step => records[step.Name].Digest))),
            ["steps"] = new JsonArray([.. pipeline.Steps.Select(step => (JsonNode)Describe(step, records[step.Name]))]),
        };
        AtomicFile.WriteText(PathIn(pipeline.Recipe.OutputDir), json.ToJsonString(Format));
    }

    private static JsonObject Describe(PipelineStep step, StepRecord record) => new JsonObject
    {
        ["name"] = step.Name,
        ["command"] = record.Command,
        ["recipe_sha256"] = record.Recipe,
        ["folder"] = step.Folder,
        ["needs"] = Table(record.Needs),
        ["makes"] = Table(record.Makes),
        ["digest"] = record.Digest,
        ["version"] = record.Version,
        ["started"] = record.Started,
        ["finished"] = record.Finished,
    };

    private static JsonObject Table(IReadOnlyDictionary<string, string> hashes) =>
        new(hashes.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
}
