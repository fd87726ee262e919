using System.Text.Json.Nodes;

namespace Trainer.Serving.Tests.Server;

/// <summary>Answers that are sent while they grow.</summary>
public sealed class StreamingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_Answer_ComesInPiecesThatMakeItWhole(bool wantsUsage)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        JsonObject body = Streamed("one two three");
        body["stream_options"] = new JsonObject { ["include_usage"] = wantsUsage };

        HttpResponseMessage reply = await server.Post(body);
        string[] events = (await reply.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        JsonNode[] chunks = [.. events[..^1].Select(line => JsonNode.Parse(line["data: ".Length..])!)];

        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: [DONE]", events[^1]);
        Assert.Equal("assistant", (string)chunks[0]["choices"]![0]!["delta"]!["role"]!);
        JsonNode[] pieces = [.. chunks.Where(chunk => chunk["choices"]!.AsArray().Count > 0).Select(chunk => chunk["choices"]![0]!)];
        Assert.Equal(["", "one", " two", " three", null], pieces.Select(piece => (string?)piece["delta"]!["content"]));
        Assert.Equal([null, null, null, null, "stop"], pieces.Select(piece => (string?)piece["finish_reason"]));
        Assert.Single(chunks.Select(chunk => (string)chunk["id"]!).Distinct());
        Assert.Equal(wantsUsage ? 16 : null, (int?)chunks[^1]["usage"]?["total_tokens"]);
    }

    [Fact]
    public async Task Stream_FirstPiece_IsThereBeforeTheRest()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Model.MaySpeak.Reset();
        using var request = new HttpRequestMessage(HttpMethod.Post, EchoServer.Path) { Content = System.Net.Http.Json.JsonContent.Create(Streamed("one two")) };
        Task<HttpResponseMessage> sent = server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await server.UntilRequests(1);
        Assert.False(sent.IsCompleted);

        server.Model.MaySpeak.Set();
        using var lines = new StreamReader(await (await sent).Content.ReadAsStreamAsync());

        Assert.Contains("assistant", await lines.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ClientKilledInMidStream_EndsItsAnswerAndFreesItsPlace()
    {
        await using EchoServer server = await EchoServer.StartAsync(new ServingOptions { MostRequests = 1 });
        server.Model.FreeWords = 2;
        server.Model.MaySpeak.Reset();
        using (var client = new HttpClient { BaseAddress = server.Address })
        using (var request = new HttpRequestMessage(HttpMethod.Post, EchoServer.Path) { Content = System.Net.Http.Json.JsonContent.Create(Streamed("one two three four")) })
        {
            HttpResponseMessage reply = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync());
            await lines.ReadLineAsync();
        }

        await server.UntilRequests(0);
        server.Model.MaySpeak.Set();

        Assert.Equal("next", await server.Content("next"));
        Assert.InRange(server.Model.Steps, 3, 4);
    }

    [Fact]
    public async Task Stream_FailureBeforeTheFirstWord_HasAStatusOfItsOwn()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        HttpResponseMessage reply = await server.Post(Streamed("poison"));

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, reply.StatusCode);
    }

    private static JsonObject Streamed(string question)
    {
        JsonObject body = EchoServer.Request(question);
        body["stream"] = true;
        return body;
    }
}
