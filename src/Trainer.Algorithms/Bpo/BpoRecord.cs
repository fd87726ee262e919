using Trainer.Data.Records;

namespace Trainer.Algorithms.Bpo;

/// <summary>A question about a picture with answers of different worth: BPO's own record. The first answer is the annotated one.</summary>
public sealed record BpoRecord : IRecord
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>The picture's path below the image folder; null: none.</summary>
    public string? Image { get; init; }

    /// <summary>The question as the file has it, which may contain a picture's mark.</summary>
    public required string Prompt { get; init; }

    /// <summary>The answers, at least one.</summary>
    public required IReadOnlyList<Completion> Completions { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <summary>The annotated answer.</summary>
    public Completion Positive => Completions[0];

    /// <summary>The question alone.</summary>
    public string Question => QueryCleanup.Clean(Prompt);

    /// <inheritdoc/>
    public IReadOnlyList<string> Images => Image is null ? [] : [Image];

    /// <inheritdoc/>
    public IReadOnlyList<Turn> Turns => [new Turn(Speaker.Human, WithImage(Question))];

    /// <summary>A question behind the picture's mark, or as it is without a picture.</summary>
    public string WithImage(string question) => Image is null ? question : $"{QueryCleanup.ImageMark}\n{question}";
}

/// <summary>One answer.</summary>
/// <param name="Response">Its text.</param>
/// <param name="Score">Its worth: 1 for annotated answers, 0 for made ones.</param>
/// <param name="Type">Where it comes from: <c>gt</c>, <c>mllm-hal</c>, <c>llm-hal</c>, <c>self-sample</c>.</param>
public sealed record Completion(string Response, double Score, string Type);
