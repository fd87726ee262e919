using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.MmVet;

/// <summary>A question of MM-Vet.</summary>
/// <param name="Id">Such as <c>v1_17</c>.</param>
/// <param name="Image">Name of the picture's file.</param>
/// <param name="Text">The question.</param>
/// <param name="Gold">The truth, whose parts may be joined by <c>&lt;AND&gt;</c> and <c>&lt;OR&gt;</c>.</param>
/// <param name="Capabilities">What it takes, such as <c>ocr</c> and <c>math</c>.</param>
public sealed record MmVetItem(string Id, string Image, string Text, string Gold, IReadOnlyList<string> Capabilities)
{
    /// <summary>Reads <c>mm-vet.json</c>.</summary>
    /// <exception cref="Data.DataException">The file can't be read, or an item has a wrong field.</exception>
    public static IReadOnlyList<MmVetItem> Read(string path) => JsonFile.Read<IReadOnlyList<MmVetItem>>(path, root => [.. root.AsFields().Select(field => Parse(field.Name, field.Value))]);

    private static MmVetItem Parse(string id, RecordElement item) => new(
        id, item["imagename"].AsText(), item["question"].AsText(), item["answer"].AsText(), [.. item["capability"].AsList().Select(name => name.AsText()).Distinct()]);
}
