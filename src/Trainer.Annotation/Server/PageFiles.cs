using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Trainer.Annotation.Server;

/// <summary>The page: files that are part of the program and ask nothing of any other server.</summary>
internal static class PageFiles
{
    /// <summary>The files by path, with their types.</summary>
    internal static IReadOnlyList<(string Path, string Name, string Type)> All { get; } =
    [
        ("/", "annotate.html", "text/html; charset=utf-8"),
        ("/annotate.css", "annotate.css", "text/css; charset=utf-8"),
        ("/annotate.js", "annotate.js", "text/javascript; charset=utf-8"),
        ("/annotate.svg", "annotate.svg", "image/svg+xml"),
    ];

    /// <summary>Sends one.</summary>
    internal static async Task Send(HttpContext context, string name, string type)
    {
        await using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        context.Response.ContentType = type;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
