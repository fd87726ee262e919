using Microsoft.AspNetCore.Http;
using Trainer.Serving.Protocol;

namespace Trainer.Serving.Server;

/// <summary>Turns whatever goes wrong into an error as clients of OpenAI's API expect it.</summary>
internal static class ErrorAnswer
{
    /// <summary>Handles a request.</summary>
    internal static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed })
            {
                await WriteAsync(context, new ApiException(context.Response.StatusCode, $"There is no {context.Request.Method} {context.Request.Path} here. See docs/serving.md."));
            }
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, Explain(error));
        }
        catch (Exception error) when (error is OperationCanceledException or IOException || context.RequestAborted.IsCancellationRequested)
        {
            // The client has left, or the server ends in the middle of a stream: nobody listens.
            context.Abort();
        }
    }

    /// <summary>Writes an error.</summary>
    internal static Task WriteAsync(HttpContext context, ApiException error)
    {
        context.Response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = $"{wait.TotalSeconds}";
        }

        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return context.Response.WriteAsJsonAsync(Reply(error), ReplyJson.Default.ErrorReply, contentType: null, context.RequestAborted);
    }

    /// <summary>An error's body.</summary>
    internal static ErrorReply Reply(ApiException error) => new(new ErrorBody(error.Message, TypeOf(error.Status), error.Parameter, error.Code));

    /// <summary>What a client is told of an exception.</summary>
    internal static ApiException Explain(Exception error) => error switch
    {
        ApiException known => known,
        BadHttpRequestException broken => new ApiException(broken.StatusCode, broken.Message),
        OperationCanceledException => new ApiException(StatusCodes.Status503ServiceUnavailable, "The server is ending. Try again when it runs."),
        _ => new ApiException(StatusCodes.Status500InternalServerError, $"The request could not be answered: {error.Message}"),
    };

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };
}
