using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trainer.Annotation.Agreement;
using Trainer.Annotation.Judgements;

namespace Trainer.Annotation.Server;

/// <summary>What the page can ask for.</summary>
/// <param name="store">The annotators.</param>
internal sealed class AnnotationRoutes(AnnotationStore store)
{
    private static readonly Dictionary<string, string> PictureTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".gif"] = "image/gif",
        [".bmp"] = "image/bmp",
    };

    /// <summary>Names the paths.</summary>
    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/pictures/{item:int}/{picture:int}", SendPicture);
        routes.MapGet("/api/agreement", context => JsonBody.Write(context, AgreementReport.Of(store.Judgements), PageJson.Default.AgreementReport));
        routes.MapPost("/api/annotators/{name}", Join);
        routes.MapPost("/api/annotators/{name}/marks", context => JsonBody.Handle(context, PageJson.Default.MarkRequest, mark =>
            Step(context, mark.Item, () => store.Mark(NameOf(context), mark.Item, mark.Question, mark.Side))));
        routes.MapPost("/api/annotators/{name}/skips", context => JsonBody.Handle(context, PageJson.Default.ItemRequest, skip =>
            Step(context, skip.Item ?? -1, () => store.Skip(NameOf(context), skip.Item ?? -1))));
        routes.MapPost("/api/annotators/{name}/undo", context => JsonBody.Handle(context, PageJson.Default.ItemRequest, undo =>
            Step(context, undo.Item ?? 0, () => store.Undo(NameOf(context), undo.Item))));
    }

    private static string NameOf(HttpContext context) => (string)context.GetRouteValue("name")!;

    private Task Join(HttpContext context)
    {
        string name = NameOf(context);
        return AnnotatorName.IsValid(name)
            ? JsonBody.Write(context, store.Join(name), PageJson.Default.AnnotatorView)
            : JsonBody.Fail(context, StatusCodes.Status400BadRequest, "A name has at most 40 letters and digits, with spaces, dashes or underscores between them.");
    }

    private Task Step(HttpContext context, int item, Func<StepResult?> step)
    {
        if (item < 0 || item >= store.Set.Items.Count)
        {
            return JsonBody.Fail(context, StatusCodes.Status404NotFound, $"There is no pair {item}.");
        }

        return step() switch
        {
            null => JsonBody.Fail(context, StatusCodes.Status404NotFound, $"Nobody named '{NameOf(context)}' has begun."),
            { IsStale: true } result => JsonBody.Fail(context, StatusCodes.Status409Conflict, "This was about another pair than the one before you now; it changed nothing.", result.View),
            { } result => JsonBody.Write(context, result.View, PageJson.Default.AnnotatorView),
        };
    }

    private Task SendPicture(HttpContext context)
    {
        string? path = store.Set.PathOf(Number(context, "item"), Number(context, "picture"));
        if (path is null || !File.Exists(path))
        {
            return JsonBody.Fail(context, StatusCodes.Status404NotFound, "There is no such picture.");
        }

        context.Response.ContentType = PictureTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
        return context.Response.SendFileAsync(path, context.RequestAborted);
    }

    private static int Number(HttpContext context, string key) => int.Parse((string)context.GetRouteValue(key)!, System.Globalization.CultureInfo.InvariantCulture);
}
