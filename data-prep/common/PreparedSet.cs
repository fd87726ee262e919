using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Trainer.Data;
using Trainer.Modeling.Weights;

namespace Trainer.Preparation.Common;

/// <summary>A dataset that was converted: its <c>manifest.json</c>.</summary>
/// <param name="Lineage">The source, the converter's version, options, and the input's files with their hashes.</param>
/// <param name="Files">What was written.</param>
/// <param name="Pictures">Extent of the pictures; null where none was decoded.</param>
public sealed record PreparedSet(JsonNode Lineage, IReadOnlyList<PreparedFile> Files, PictureSizes? Pictures)
{
    /// <summary>Whether it was there already, and nothing was converted.</summary>
    [JsonIgnore]
    public bool WasThere { get; init; }

    /// <summary>All problems by kind.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, long> Problems => Sum(file => file.Problems);

    /// <summary>All that was left out on purpose, by reason.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, long> LeftOut => Sum(file => file.LeftOut);

    /// <summary>Records that use a picture of a benchmark, by the benchmark's file.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, long> HeldOut => Sum(file => file.HeldOut);

    /// <summary>The manifest as JSON.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, JsonText.Options)!.AsObject();

    /// <exception cref="DataException">The file is no manifest.</exception>
    internal static PreparedSet Read(string path) => JsonText.Read<PreparedSet>(path, "the manifest of a prepared set") is { Lineage: not null, Files: not null } set
        ? set with { WasThere = true }
        : throw new DataException($"{path} is not the manifest of a prepared set: it has no lineage and files. Choose another --out, or delete that folder if nothing in it is needed.");

    internal void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, JsonText.Indented) + "\n");

    private SortedDictionary<string, long> Sum(Func<PreparedFile, IEnumerable<KeyValuePair<string, long>>> counts) => new(
        Files.SelectMany(counts).GroupBy(count => count.Key, count => count.Value).ToDictionary(group => group.Key, group => group.Sum()), StringComparer.Ordinal);
}

/// <summary>A file of a prepared set.</summary>
/// <param name="File">Path below the set's folder.</param>
/// <param name="Kind">What its records are.</param>
/// <param name="Units">Units of the input that it was made of.</param>
/// <param name="Records">Records in it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Dropped">Problems because of which a record or an element was not written.</param>
/// <param name="LeftOut">What was left out on purpose, by reason.</param>
/// <param name="Problems">What was wrong, by kind; each is named in <c>problems.jsonl</c>.</param>
/// <param name="HeldOut">Records that use a picture of a benchmark, by the benchmark's file.</param>
public sealed record PreparedFile(
    string File,
    string Kind,
    long Units,
    long Records,
    long Bytes,
    string Sha256,
    long Dropped,
    IReadOnlyDictionary<string, long> LeftOut,
    IReadOnlyDictionary<string, long> Problems,
    IReadOnlyDictionary<string, long> HeldOut)
{
    /// <summary>The part of the records that was lost, from 0 to 1.</summary>
    [JsonIgnore]
    public double LostShare => Dropped == 0 ? 0 : (double)Dropped / (Dropped + Records);
}
