using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Trainer.Serving.Protocol;

/// <summary>Reads a request's body within a limit.</summary>
/// <remarks>
/// The web server's own limit would cut the connection while the client still sends, so that many clients never see the answer; here
/// the rest is read and thrown away, which the web server does for a few seconds.
/// </remarks>
internal static class RequestBody
{
    private const int DeepestNesting = 16;
    private const int Piece = 1 << 16;

    /// <summary>The body as JSON.</summary>
    /// <exception cref="ApiException">It is too large, no JSON, or says that it is something else.</exception>
    internal static async Task<JsonDocument> ReadAsync(HttpRequest request, long largest)
    {
        if (!request.HasJsonContentType())
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "The body must be JSON, with the content type application/json.");
        }

        if (request.ContentLength > largest)
        {
            throw TooLarge(largest);
        }

        try
        {
            return JsonDocument.Parse(await ReadBytesAsync(request, largest), new JsonDocumentOptions { MaxDepth = DeepestNesting, AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"The body is not valid JSON: {error.Message}") { Code = "invalid_json" };
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, long largest)
    {
        var content = new MemoryStream((int)(request.ContentLength ?? 0));
        var piece = new byte[Piece];
        for (int read; (read = await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted)) > 0;)
        {
            if (content.Length + read > largest)
            {
                throw TooLarge(largest);
            }

            content.Write(piece, 0, read);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static ApiException TooLarge(long largest) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {largest} bytes. Shrink its pictures.") { Code = "request_too_large" };
}
