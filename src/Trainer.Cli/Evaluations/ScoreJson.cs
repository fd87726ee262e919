using System.Text.Json.Nodes;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Pope;

namespace Trainer.Cli.Evaluations;

/// <summary>Results as the one JSON object that a verb prints.</summary>
internal static class ScoreJson
{
    /// <summary>The object of a suite: its only result, or for POPE's splits their sum with each split inside.</summary>
    internal static JsonObject Of(IReadOnlyList<IBenchmarkResult> results)
    {
        if (results is [IBenchmarkResult only])
        {
            return Of(only);
        }

        PopeResult[] splits = [.. results.Cast<PopeResult>()];
        JsonObject json = Of(PopePool.Sum(splits));
        json["splits"] = new JsonObject(splits.Select(split => KeyValuePair.Create(split.Split, (JsonNode?)Of(split))));
        return json;
    }

    private static JsonObject Of(IBenchmarkResult result) => JsonNode.Parse(ResultFile.ToJson(result))!.AsObject();
}
