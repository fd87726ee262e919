using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Pipelines;

/// <summary>What a step did and from what: <c>steps/NAME.json</c>. It is written when the step begins, and again when it has ended well.</summary>
internal sealed record StepRecord
{
    /// <summary>Name of the folder of records.</summary>
    internal const string FolderName = "steps";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>SHA-256 of the recipe that the command line names, defaults spelt out; null where it names none.</summary>
    public required string? Recipe { get; init; }

    /// <summary>The <see cref="Digest"/> of each step that this one needs, by name.</summary>
    public required IReadOnlyDictionary<string, string> Needs { get; init; }

    /// <summary>SHA-256 of what it made, by path from its folder; empty until it has ended.</summary>
    public IReadOnlyDictionary<string, string> Makes { get; init; } = new Dictionary<string, string>();

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended well; null until then.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The JSON object that it printed; null where it printed none.</summary>
    public JsonObject? Result { get; init; }

    /// <summary>SHA-256 of the command line, the recipe, the needs and what was made. Through the needs it stands for all that came before.</summary>
    public string Digest => PathHash.OfText(JsonSerializer.Serialize<object?[]>([Command, Recipe, Needs, Makes], Format));

    /// <summary>Reads a record; null where there is none.</summary>
    /// <exception cref="DataException">The file is no record.</exception>
    internal static StepRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<StepRecord>(File.ReadAllText(path), Format) : null;
        }
        catch (JsonException error)
        {
            throw new DataException($"{path} is not the record of a step: {error.Message} Delete it and the step's folder beside {FolderName}/, and the step is done again.", error);
        }
    }

    /// <summary>Writes the record.</summary>
    internal void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Format));
    }
}
