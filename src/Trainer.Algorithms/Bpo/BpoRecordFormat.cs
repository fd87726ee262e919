using Trainer.Data.Records;

namespace Trainer.Algorithms.Bpo;

/// <summary>
/// BPO's preference files: <c>{"prompt", "image"?: path, "completions": [{"response", "score", "type"?}], "id"?, "source"?}</c>.
/// Unlike the format that trainings read, it keeps the question as it stands and the answers' types, which the next file repeats.
/// The part of the id before its first dash is the source.
/// </summary>
public sealed class BpoRecordFormat : IRecordFormat<BpoRecord>
{
    /// <inheritdoc/>
    public string Name => "completions";

    /// <inheritdoc/>
    public BpoRecord Read(RecordElement json)
    {
        RecordElement list = json["completions"];
        Completion[] completions = [.. list.AsList().Select(CompletionOf)];
        if (completions.Length == 0 || completions.Any(other => other.Score > completions[0].Score))
        {
            throw list.Fail("must begin with the annotated answer, which no other one may outscore.");
        }

        string? id = json.Find("id")?.AsIdentifier();
        return new BpoRecord
        {
            Id = id ?? $"line-{json.Place.Line}",
            Image = ImageOf(json.Find("image")),
            Prompt = json["prompt"].AsText(),
            Completions = completions,
            Source = json.Find("source")?.AsText() ?? (id?.IndexOf('-', StringComparison.Ordinal) is > 0 and int dash ? id[..dash] : null),
        };
    }

    private static Completion CompletionOf(RecordElement json) =>
        new(json["response"].AsText(), json["score"].AsNumber(), json.Find("type")?.AsText() ?? "gt");

    private static string? ImageOf(RecordElement? image) => image?.AsText() is not { } path ? null
        : ImagePaths.IsInside(path) ? path
        : throw image.Value.Fail($"must be a path relative to the image folder, without '..', but is '{path}'.");
}
