using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Trainer.Cli.Serving;
using Trainer.Serving;
using Trainer.Serving.Server;
using Trainer.Web;

namespace Trainer.Cli.Tests.Serving;

/// <summary>The tiny base behind a server, some pictures of its world, and a client.</summary>
public sealed class TinyServer : IAsyncLifetime, IDisposable
{
    private readonly SmallWorld world = new();
    private ServedModels models = null!;
    private ChatServer server = null!;

    internal static string Folder => Path.Combine(Workspace.Root, "checkpoints", "tiny-llava");

    internal HttpClient Client { get; private set; } = null!;

    internal Uri Api => new(server.Address, "/v1");

    /// <summary>Files of pictures.</summary>
    internal IReadOnlyList<string> Pictures { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Pictures = [.. Directory.GetFiles(world.PathOf("scenes/images")).Order(StringComparer.Ordinal)];
        models = new ServedModels([Folder], null, 17);
        server = await ChatServer.StartAsync(models.All, new ServerOptions(IPAddress.Loopback, 0, null), new ServingOptions());
        Client = new HttpClient { BaseAddress = server.Address };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }

    public void Dispose()
    {
        models.Dispose();
        world.Dispose();
    }

    /// <summary>A request about a picture.</summary>
    internal static JsonObject Request(string picture, string question, int maxTokens = 24) => new()
    {
        ["model"] = "tiny-llava",
        ["max_tokens"] = maxTokens,
        ["messages"] = new JsonArray(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(
                new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = DataUrl(picture) } },
                new JsonObject { ["type"] = "text", ["text"] = question }),
        }),
    };

    internal static string DataUrl(string picture) => $"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(picture))}";

    /// <summary>Posts a request and reads the answer.</summary>
    internal async Task<string> Ask(JsonObject request)
    {
        HttpResponseMessage reply = await Client.PostAsJsonAsync("/v1/chat/completions", request);
        string text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["choices"]![0]!["message"]!["content"]!;
    }

    /// <summary>Posts a streamed request and reads the pieces of the answer.</summary>
    internal async Task<string[]> Stream(JsonObject request)
    {
        request["stream"] = true;
        HttpResponseMessage reply = await Client.PostAsJsonAsync("/v1/chat/completions", request);
        IEnumerable<string> events = (await reply.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..]);
        return [.. events.Where(data => data != "[DONE]").Select(data => (string?)JsonNode.Parse(data)!["choices"]![0]!["delta"]!["content"]).OfType<string>().Where(text => text.Length > 0)];
    }
}
