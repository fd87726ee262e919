using System.Text.Json;

namespace Trainer.Data.Rewards;

/// <summary>Facts about pictures by key: LLaVA-RLHF's <c>image_to_caption.json</c>, <c>{"000000000009.jpg": [fact, …], "aok_…": […]}</c>.</summary>
public sealed class FactTable
{
    private readonly string path;
    private readonly Dictionary<string, string[]> facts;

    private FactTable(string path, Dictionary<string, string[]> facts)
    {
        this.path = path;
        this.facts = facts;
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="DataException">The file is not there, or is no such table.</exception>
    public static FactTable Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataException($"There is no table of facts {path}. Correct reward.facts, or leave the facts out with reward.fact_kind: none.");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            return new FactTable(path, JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream) ?? []);
        }
        catch (JsonException error)
        {
            throw new DataException($"{path} is no table of facts: {error.Message} Each picture's name must have a list of texts.", error);
        }
    }

    /// <summary>The facts under a key, as stored.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public IReadOnlyList<string> Of(string key)
    {
        string[]? found = facts.GetValueOrDefault(key);
        return found is { Length: > 0 } && Array.TrueForAll(found, fact => !string.IsNullOrWhiteSpace(fact))
            ? found
            : throw new DataException($"{path} has no facts under '{key}', or an empty one. Add them, or remove the record.");
    }
}
