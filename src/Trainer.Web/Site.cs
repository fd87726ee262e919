using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Trainer.Web;

/// <summary>What a local server serves.</summary>
public sealed record Site
{
    /// <summary>A word for its cookie, so that two sites on one machine don't take each other's.</summary>
    public required string Name { get; init; }

    /// <summary>Its page: files that are part of the program and ask nothing of any other server.</summary>
    public required IReadOnlyList<PageFile> Files { get; init; }

    /// <summary>Where the files are embedded.</summary>
    public required Assembly Resources { get; init; }

    /// <summary>Names the other paths.</summary>
    public required Action<IEndpointRouteBuilder> Map { get; init; }

    /// <summary>Answers that something is wrong, with an HTTP status and a message, in the site's own form.</summary>
    public required Func<HttpContext, int, string, Task> Fail { get; init; }

    /// <summary>Handles a request that was let in by handing it on; the place to turn exceptions into answers.</summary>
    public Func<HttpContext, RequestDelegate, Task> Handle { get; init; } = (context, next) => next(context);

    /// <summary>Largest body of a request in bytes; null: the site sees to that itself.</summary>
    public long? LargestBody { get; init; }

    /// <summary>Where the page's pictures may come from, as a content security policy says it.</summary>
    public string PictureSources { get; init; } = "'self'";

    /// <summary>Paths that need no token.</summary>
    public IReadOnlyCollection<string> OpenPaths { get; init; } = [];
}

/// <summary>A file of a page.</summary>
/// <param name="Path">Where it is asked for.</param>
/// <param name="Name">Its name among the embedded files.</param>
/// <param name="Type">Its content type.</param>
public sealed record PageFile(string Path, string Name, string Type)
{
    /// <summary>A page of one HTML file, a style, a script and an icon, all of one name.</summary>
    public static IReadOnlyList<PageFile> Page(string name) =>
    [
        new("/", $"{name}.html", "text/html; charset=utf-8"),
        new($"/{name}.css", $"{name}.css", "text/css; charset=utf-8"),
        new($"/{name}.js", $"{name}.js", "text/javascript; charset=utf-8"),
        new($"/{name}.svg", $"{name}.svg", "image/svg+xml"),
    ];
}
