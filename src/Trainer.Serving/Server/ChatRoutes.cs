using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trainer.Recipes.Binding;
using Trainer.Recipes.Options;
using Trainer.Serving.Models;
using Trainer.Serving.Protocol;
using Trainer.Serving.Work;
using Trainer.Web;

namespace Trainer.Serving.Server;

/// <summary>What clients and the page can ask for.</summary>
/// <param name="models">The models.</param>
/// <param name="service">Makes jobs of requests.</param>
/// <param name="worker">Answers them.</param>
/// <param name="options">Limits.</param>
internal sealed class ChatRoutes(IReadOnlyList<IChatModel> models, ChatService service, ChatWorker worker, ServingOptions options)
{
    private const string HealthPath = "/healthz";

    private readonly long began = options.Clock.GetUtcNow().ToUnixTimeSeconds();
    private int requests;

    /// <summary>The paths, the page, and how errors are told.</summary>
    internal Site Site() => new()
    {
        Name = "serving",
        Files = PageFile.Page("chat"),
        Resources = typeof(ChatRoutes).Assembly,
        Map = Map,
        Fail = (context, status, message) => ErrorAnswer.WriteAsync(context, new ApiException(status, message)),
        Handle = ErrorAnswer.GuardAsync,
        PictureSources = "'self' data:",
        OpenPaths = [HealthPath],
    };

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(HealthPath, context => Write(context, new Health("ok", Volatile.Read(ref requests), service.Waiting), ReplyJson.Default.Health));
        routes.MapGet("/v1/models", context => Write(context, new ModelList("list", [.. models.Select(Entry)]), ReplyJson.Default.ModelList));
        routes.MapGet("/v1/models/{**name}", context => Write(context, Entry(service.Find((string)context.GetRouteValue("name")!)), ReplyJson.Default.ModelEntry));
        routes.MapGet("/v1/decoders", context => Write(context, new DecoderList([.. Enum.GetValues<DecodingStrategy>().Select(strategy => KeyNames.Of(strategy))]), ReplyJson.Default.DecoderList));
        routes.MapPost("/v1/chat/completions", Answer);
    }

    private ModelEntry Entry(IChatModel model) => new(model.Name, "model", began, "local");

    private static Task Write<T>(HttpContext context, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(value, type, contentType: null, context.RequestAborted);

    private async Task Answer(HttpContext context)
    {
        // A place is taken before the body is read, so that what waits takes a known amount of memory.
        try
        {
            await (Interlocked.Increment(ref requests) <= options.MostRequests ? AnswerInPlace(context) : throw Full());
        }
        finally
        {
            Interlocked.Decrement(ref requests);
        }
    }

    private async Task AnswerInPlace(HttpContext context)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, service.Ending);
        try
        {
            ChatRequest request = await ReadAsync(context.Request);
            ChatJob job = await service.QueueAsync(request, abandoned.Token);
            var reply = new ChatReply(context.Response, job, options.Clock.GetUtcNow().ToUnixTimeSeconds());
            await (request.IsStreamed ? reply.StreamAsync(request.WantsUsage, abandoned.Token) : reply.WriteAsync(abandoned.Token));
        }
        finally
        {
            await abandoned.CancelAsync();
        }
    }

    private async Task<ChatRequest> ReadAsync(HttpRequest request)
    {
        using JsonDocument body = await RequestBody.ReadAsync(request, options.LargestBody);
        return ChatRequest.Read(body.RootElement, options);
    }

    private ApiException Full()
    {
        var wait = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(worker.LastBatch.TotalSeconds)));
        return new ApiException(StatusCodes.Status429TooManyRequests, $"All {options.MostRequests} places are taken. Try again in {wait.TotalSeconds} s, or ask less at once.")
        {
            Code = "queue_full", RetryAfter = wait,
        };
    }
}
