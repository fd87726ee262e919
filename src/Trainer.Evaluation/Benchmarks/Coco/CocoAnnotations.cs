using System.Text.Json;
using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks.Coco;

/// <summary>
/// What scorers need of COCO's <c>instances_*.json</c> and <c>captions_*.json</c>. Outlines and licences are skipped while
/// reading, so that the files of the full dataset (0.5 GB) fit into memory.
/// </summary>
public sealed record CocoAnnotations
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The pictures.</summary>
    public IReadOnlyList<CocoImage> Images { get; init; } = [];

    /// <summary>Objects or captions in them.</summary>
    public required IReadOnlyList<CocoAnnotation> Annotations { get; init; }

    /// <summary>Kinds of objects; empty in a file of captions.</summary>
    public IReadOnlyList<CocoCategory> Categories { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It can't be read, or isn't of this form.</exception>
    public static CocoAnnotations Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<CocoAnnotations>(stream, Format) ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException error)
        {
            throw new DataException($"{path} is no COCO annotation file: {error.Message} It needs images, annotations and categories.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} can't be read: {error.Message}", error);
        }
    }
}

/// <summary>A picture.</summary>
/// <param name="Id">Its number.</param>
/// <param name="FileName">Name of its file.</param>
public sealed record CocoImage(long Id, string FileName);

/// <summary>An object or a caption.</summary>
/// <param name="ImageId">Number of its picture.</param>
/// <param name="CategoryId">Kind of the object; null for a caption.</param>
/// <param name="Caption">The caption; null for an object.</param>
public sealed record CocoAnnotation(long ImageId, long? CategoryId = null, string? Caption = null);

/// <summary>A kind of object.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Such as <c>dining table</c>.</param>
public sealed record CocoCategory(long Id, string Name);
