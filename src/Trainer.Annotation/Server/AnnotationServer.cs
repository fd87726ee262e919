using Microsoft.AspNetCore.Http;
using Trainer.Annotation.Judgements;
using Trainer.Web;

namespace Trainer.Annotation.Server;

/// <summary>Serves the page on which people compare answers.</summary>
public static class AnnotationServer
{
    private const int LargestBody = 4096;

    /// <summary>Begins to serve.</summary>
    /// <param name="store">The annotators; the caller disposes it after the server.</param>
    /// <param name="options">Where, and to whom.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<LocalServer> StartAsync(AnnotationStore store, ServerOptions options) => LocalServer.StartAsync(options, new Site
    {
        Name = "annotation",
        Files = PageFile.Page("annotate"),
        Resources = typeof(AnnotationServer).Assembly,
        Map = new AnnotationRoutes(store).Map,
        Fail = (context, status, message) => JsonBody.Fail(context, status, message),
        Handle = Handle,
        LargestBody = LargestBody,
    });

    private static async Task Handle(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (IOException error) when (!context.Response.HasStarted)
        {
            // A judgement that could not be written, because the disk is full, say. The page shows the message.
            await JsonBody.Fail(context, StatusCodes.Status507InsufficientStorage, $"Not saved: {error.Message}");
        }
    }
}
