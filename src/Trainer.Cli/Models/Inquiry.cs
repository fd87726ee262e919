using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Cli.Models;

/// <summary>Something to ask a model.</summary>
/// <param name="Turns">The conversation so far; the human speaks last.</param>
/// <param name="ImagePaths">Files of the pictures that its marks stand for, in their order.</param>
internal sealed record Inquiry(IReadOnlyList<Turn> Turns, IReadOnlyList<string> ImagePaths)
{
    /// <summary>What its draws derive from, where its answer is drawn; null: how many questions were answered before it.</summary>
    internal string? Name { get; init; }

    /// <summary>One question about at most one picture.</summary>
    internal static Inquiry About(string question, string? imagePath) => imagePath is null
        ? new Inquiry([new Turn(Speaker.Human, question)], [])
        : new Inquiry([new Turn(Speaker.Human, $"{ImagePlaceholder.Text}\n{question}")], [imagePath]);

    /// <summary>The question of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="imageDir">Folder that its image paths start from.</param>
    internal static Inquiry Of(PromptRecord record, string imageDir) =>
        new(record.Turns, [.. record.Images.Select(image => Data.Records.ImagePaths.Resolve(imageDir, image))]);

    /// <summary>The same words without pictures.</summary>
    internal Inquiry WithoutPictures() =>
        new([.. Turns.Select(turn => turn with { Value = turn.Value.Replace(ImagePlaceholder.Text, string.Empty, StringComparison.Ordinal).Trim() })], []);
}
