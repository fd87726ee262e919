using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Trainer.Annotation.Server;

/// <summary>Reads and writes JSON bodies.</summary>
internal static class JsonBody
{
    /// <summary>Reads a request's body and answers with what is made of it, or says what is wrong with it.</summary>
    internal static async Task Handle<T>(HttpContext context, JsonTypeInfo<T> type, Func<T, Task> answer)
    {
        if (!context.Request.HasJsonContentType())
        {
            await Fail(context, StatusCodes.Status415UnsupportedMediaType, "The body must be JSON, with the content type application/json.");
            return;
        }

        T? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
        }
        catch (JsonException error)
        {
            await Fail(context, StatusCodes.Status400BadRequest, $"The body is not what it should be: {error.Message}");
            return;
        }
        catch (BadHttpRequestException error)
        {
            await Fail(context, error.StatusCode, error.Message);
            return;
        }

        await (body is null ? Fail(context, StatusCodes.Status400BadRequest, "The body is null.") : answer(body));
    }

    /// <summary>Answers.</summary>
    internal static Task Write<T>(HttpContext context, T value, JsonTypeInfo<T> type) => context.Response.WriteAsJsonAsync(value, type, contentType: null, context.RequestAborted);

    /// <summary>Answers that something is wrong.</summary>
    internal static Task Fail(HttpContext context, int status, string message, Judgements.AnnotatorView? view = null)
    {
        context.Response.StatusCode = status;
        return Write(context, new ErrorReply(message, view), PageJson.Default.ErrorReply);
    }
}
