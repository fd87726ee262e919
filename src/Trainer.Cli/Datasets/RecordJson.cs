using System.Text.Json.Nodes;
using Trainer.Data.Text;
using Trainer.Recipes.Binding;

namespace Trainer.Cli.Datasets;

/// <summary>Records as training sees them, for programs.</summary>
internal static class RecordJson
{
    /// <summary>The records, in order.</summary>
    internal static JsonArray Of(IEnumerable<RecordView> views) => [.. views.Select(view => (JsonNode)new JsonObject
    {
        ["id"] = view.Drawn.Record?.Id,
        ["place"] = view.Drawn.Place,
        ["state"] = KeyNames.Of(view.Seen.State),
        ["outcome"] = view.Seen.Outcome,
        ["rows"] = new JsonArray([.. view.Seen.Rows.Select(row => (JsonNode)new JsonObject
        {
            ["title"] = row.Title,
            ["tokens"] = new JsonArray([.. row.Tokens.Select(token => (JsonNode)Of(token))]),
        })]),
    })];

    private static JsonObject Of(ShownToken token) => new() { ["text"] = token.Text, ["id"] = token.Id, ["use"] = KeyNames.Of(token.Use) };
}
