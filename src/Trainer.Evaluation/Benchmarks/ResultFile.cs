using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Modeling.Weights;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Results as JSON with names in snake_case.</summary>
public static class ResultFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The JSON of a result.</summary>
    public static string ToJson<TResult>(TResult result)
        where TResult : class => JsonSerializer.Serialize(result, result.GetType(), Format);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no such result.</exception>
    public static TResult FromJson<TResult>(string json)
        where TResult : class => JsonSerializer.Deserialize<TResult>(json, Format) ?? throw new JsonException("A result must not be null.");

    /// <summary>Writes a result; the file appears whole or not at all.</summary>
    public static void Write<TResult>(string path, TResult result)
        where TResult : class => AtomicFile.WriteText(path, ToJson(result) + "\n");
}
