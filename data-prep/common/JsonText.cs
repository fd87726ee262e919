using System.Text.Encodings.Web;
using System.Text.Json;
using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>How the frame's own files are written.</summary>
internal static class JsonText
{
    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Reads a file that the frame wrote itself.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="what">What it should be, for the message.</param>
    /// <exception cref="DataException">It is something else.</exception>
    internal static T Read<T>(string path, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new DataException($"{path} is not {what}: see its line {error.LineNumber + 1}. Choose another --out, or delete that folder if nothing in it is needed.", error);
        }
    }
}
