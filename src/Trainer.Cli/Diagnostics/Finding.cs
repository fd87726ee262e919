using System.Text.Json.Nodes;

namespace Trainer.Cli.Diagnostics;

/// <summary>One line of the doctor's report.</summary>
/// <param name="Name">What was looked at; the key in the JSON report.</param>
/// <param name="State">How it was found.</param>
/// <param name="Summary">What was found, for people.</param>
internal sealed record Finding(string Name, FindingState State, string Summary)
{
    /// <summary>What to do, where something is missing or slow.</summary>
    internal string? Remedy { get; init; }

    /// <summary>The same facts one by one, for machines.</summary>
    internal IReadOnlyDictionary<string, string?> Facts { get; init; } = new Dictionary<string, string?>();

    internal static Finding Missing(string name, string problem, string remedy) => new(name, FindingState.Missing, problem) { Remedy = remedy };

    internal JsonObject ToJson()
    {
        JsonObject json = new() { ["status"] = State.ToString().ToLowerInvariant(), ["summary"] = Summary };
        foreach ((string key, string? value) in Facts)
        {
            json[key] = value;
        }

        if (Remedy is not null)
        {
            json["remedy"] = Remedy;
        }

        return json;
    }
}
