using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Trainer.Serving.Models;
using Trainer.Serving.Server;
using Trainer.Web;

namespace Trainer.Serving.Tests;

/// <summary>A server of two echoes, and a client.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    internal const string Path = "/v1/chat/completions";
    private readonly ChatServer server;

    private EchoServer(ChatServer server, EchoModel[] models)
    {
        this.server = server;
        Model = models[0];
        Client = new HttpClient { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Authority)) };
    }

    internal EchoModel Model { get; }

    internal HttpClient Client { get; }

    internal Uri Address => server.Address;

    internal static async Task<EchoServer> StartAsync(ServingOptions? options = null, string? token = null)
    {
        EchoModel[] models = [new(), new() { Name = "org/other" }];
        var where = new ServerOptions(IPAddress.Loopback, 0, token);
        return new EchoServer(await ChatServer.StartAsync([.. models.Cast<IChatModel>()], where, options ?? new ServingOptions()), models);
    }

    /// <summary>A request for one question.</summary>
    internal static JsonObject Request(string question) => new()
    {
        ["model"] = "echo",
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
    };

    internal Task<HttpResponseMessage> Post(JsonNode body, CancellationToken leaving = default) => Client.PostAsJsonAsync(Path, body, leaving);

    /// <summary>Posts, and reads the answer.</summary>
    internal async Task<JsonNode> Ask(JsonNode body)
    {
        HttpResponseMessage reply = await Post(body);
        string text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    internal async Task<string> Content(string question) => (string)(await Ask(Request(question)))["choices"]![0]!["message"]!["content"]!;

    /// <summary>Waits for something that happens without being told.</summary>
    internal static async Task Until(Func<Task<bool>> happened)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await happened())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>Waits until so many requests are here.</summary>
    internal Task UntilRequests(int count) => UntilHealth("requests", count);

    /// <summary>Waits until so many requests wait for the model.</summary>
    internal Task UntilWaiting(int count) => UntilHealth("waiting", count);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }

    private Task UntilHealth(string figure, int value) => Until(async () => (int)JsonNode.Parse(await Client.GetStringAsync("/healthz"))![figure]! == value);
}
