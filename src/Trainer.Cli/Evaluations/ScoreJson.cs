using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Evaluations;

/// <summary>Results as the one JSON object that a verb prints.</summary>
internal static class ScoreJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The object of a suite: its only result, or for POPE's splits their sum with each split inside.</summary>
    internal static JsonObject Of(IReadOnlyList<IBenchmarkResult> results) => Of(results, [.. results.Select(Of)]);

    /// <summary>The same, with what each score depends on.</summary>
    internal static JsonObject Of(IReadOnlyList<Evaluated> benchmarks) => Of([.. benchmarks.Select(each => each.Result)], [.. benchmarks.Select(Of)]);

    /// <summary>Writes a result with its protocol; the file appears whole or not at all.</summary>
    internal static void Write(string path, Evaluated benchmark) => AtomicFile.WriteText(path, Of(benchmark).ToJsonString(Indented) + "\n");

    private static JsonObject Of(IReadOnlyList<IBenchmarkResult> results, IReadOnlyList<JsonObject> objects)
    {
        if (objects is [JsonObject only])
        {
            return only;
        }

        PopeResult[] splits = [.. results.Cast<PopeResult>()];
        JsonObject json = Of(PopePool.Sum(splits));
        json["splits"] = new JsonObject(splits.Zip(objects, (split, node) => KeyValuePair.Create(split.Split, (JsonNode?)node)));
        return json;
    }

    private static JsonObject Of(IBenchmarkResult result) => JsonNode.Parse(ResultFile.ToJson(result))!.AsObject();

    private static JsonObject Of(Evaluated benchmark)
    {
        JsonObject json = Of(benchmark.Result);
        json["asked"] = benchmark.Asked?.ToJson();
        json["protocol"] = Protocol(benchmark);
        json["files"] = Node(benchmark.Source.Files.Sha256(benchmark.Source.Directory));
        json["unseen"] = Node(benchmark.Outcome.Unseen.Select(question => question.Image).Distinct());
        if (benchmark.Against is { } rival)
        {
            json["against"] = Node(rival.Comparisons);
            json["against_asked"] = rival.Asked?.ToJson();
            json["against_differences"] = Node(benchmark.Differences);
        }

        return json;
    }

    private static JsonObject Protocol(Evaluated benchmark)
    {
        BenchmarkProtocol protocol = benchmark.Definition.Protocol;
        return new JsonObject
        {
            ["prompt"] = benchmark.Source.Prompt ?? protocol.Prompts[0],
            ["parser"] = benchmark.Source.Parser ?? protocol.Parsers[0],
            ["metrics"] = protocol.Metrics,
            ["source"] = protocol.Source,
        };
    }

    private static JsonNode Node<T>(T value)
        where T : class => JsonNode.Parse(ResultFile.ToJson(value))!;
}
