using System.Text.Encodings.Web;
using System.Text.Json;

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
}
