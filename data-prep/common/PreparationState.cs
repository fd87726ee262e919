using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Modeling.Weights;

namespace Trainer.Preparation.Common;

/// <summary>How far a conversion has come.</summary>
internal sealed record PreparationState
{
    /// <summary>What is converted, by which converter, with which options: <see cref="Lineage"/>.</summary>
    public required JsonNode Lineage { get; init; }

    /// <summary>The files so far; the last is the one being written.</summary>
    public List<FileState> Files { get; init; } = [];

    /// <summary>Bytes of <c>problems.jsonl</c> that count.</summary>
    public long ProblemBytes { get; set; }

    /// <summary>Extent of the pictures so far.</summary>
    public PictureSizes? Pictures { get; set; }

    /// <summary>Whether every file is written, and only their names are missing.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Reads the state of an interrupted conversion, or begins a new one.</summary>
    /// <exception cref="DataException">What was interrupted was another conversion.</exception>
    internal static PreparationState Open(string path, JsonObject lineage)
    {
        if (!File.Exists(path))
        {
            return new PreparationState { Lineage = lineage };
        }

        PreparationState state = JsonText.Read<PreparationState>(path, "the position of an interrupted conversion");
        return JsonNode.DeepEquals(state.Lineage, lineage) ? state : throw new DataException(
            $"{Path.GetDirectoryName(path)} holds an unfinished conversion whose {Preparation.Common.Lineage.Difference(state.Lineage, lineage)}. Delete that folder, or choose another --out.");
    }

    internal void Save(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, JsonText.Options));
}
