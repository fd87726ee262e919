using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Trainer.Annotation.Judgements;
using Trainer.Annotation.Server;
using Trainer.Web;

namespace Trainer.Annotation.Tests.Server;

/// <summary>The page's requests, over real HTTP.</summary>
public sealed class AnnotationServerTests : IAsyncLifetime, IDisposable
{
    private static readonly ServerOptions Open = new(IPAddress.Loopback, 0, null);
    private readonly PairFolder folder = new(pairs: 30);
    private AnnotationStore store = null!;
    private LocalServer server = null!;
    private HttpClient client = null!;

    public Task InitializeAsync() => Start(Open);

    public async Task DisposeAsync() => await Stop();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Page_EachFile_IsServedAndLoadsNothingFromElsewhere()
    {
        foreach (string path in new[] { "/", "/annotate.css", "/annotate.js", "/annotate.svg" })
        {
            HttpResponseMessage reply = await client.GetAsync(path);

            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.Contains("default-src 'none'", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            string text = (await reply.Content.ReadAsStringAsync()).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
            Assert.DoesNotContain("://", text, StringComparison.Ordinal);
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Marks_ReloadInMidPair_ShowsTheSamePairWithItsMark()
    {
        JsonNode first = await Join("ann");
        int item = Number(first);

        JsonNode marked = await Reply(Post("ann/marks", Mark(item, "hallucination", "left")));
        JsonNode reloaded = await Join("ann");

        Assert.Equal("left", (string?)marked["item"]!["hallucination"]);
        Assert.True(JsonNode.DeepEquals(marked, reloaded));
    }

    [Fact]
    public async Task Marks_TwoAnnotatorsAtOnce_ShareThePairsOutAndLoseNothing()
    {
        await Task.WhenAll(Work("ann"), Work("bob"));

        int[] judged = [.. store.Judgements.Values.SelectMany(own => own).Select(judgement => judgement.Item)];
        Assert.Equal(Enumerable.Range(0, 30), judged.Distinct().Order());

        // The last pair of one may be offered to the other, who would else wait for somebody who never comes back.
        Assert.InRange(judged.Length, 30, 31);
        Assert.All(store.Judgements.Values, own => Assert.NotEmpty(own));
    }

    [Fact]
    public async Task Marks_ServerKilledAndRestarted_LosesNothing()
    {
        int item = Number(await Join("ann"));
        await Judge("ann", item);
        JsonNode before = await Reply(Post("ann/marks", Mark(item + 1, "hallucination", "right")));

        // What a kill leaves: the log as it is on the disk, and a line that was never finished.
        byte[] log = ReadBeside(folder.LogOf("ann"));
        await Stop();
        await File.WriteAllBytesAsync(folder.LogOf("ann"), [.. log, .. "{\"time\":"u8]);
        await Start(Open);

        // The page that is still open goes on without asking who is there.
        JsonNode after = await Reply(Post("ann/undo", new JsonObject { ["item"] = item + 1 }));
        Assert.Equal("right", (string?)before["item"]!["hallucination"]);
        Assert.Equal((item + 1, null, 1), (Number(after), (string?)after["item"]!["hallucination"], (int)after["done"]!));
    }

    [Fact]
    public async Task Marks_SecondTab_IsToldWhatIsShownNow()
    {
        int item = Number(await Join("ann"));
        await Judge("ann", item);

        HttpResponseMessage stale = await Post("ann/marks", Mark(item, "hallucination", "left"));

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(item + 1, Number((await Body(stale))["view"]!));
        Assert.Single(store.Judgements["ann"]);
    }

    [Theory]
    [InlineData("ann/marks", "{\"item\": 0, \"question\": \"hallucination\"")]
    [InlineData("ann/marks", "{\"item\": 0, \"question\": \"hallucination\"}")]
    [InlineData("ann/marks", "{\"item\": 0, \"question\": \"beauty\", \"side\": \"left\"}")]
    [InlineData("ann/marks", "{\"item\": 0, \"question\": 0, \"side\": 1}")]
    [InlineData("ann/marks", "{\"item\": \"0\", \"question\": \"hallucination\", \"side\": \"left\"}")]
    [InlineData("ann/marks", "null")]
    [InlineData("ann/undo", "[]")]
    [InlineData("ann/skips", "")]
    [InlineData("..%2Fann", "{}")]
    [InlineData("a.b", "{}")]
    public async Task Post_MalformedBodyOrName_IsABadRequest(string path, string body)
    {
        await Join("ann");

        HttpResponseMessage reply = await client.PostAsync($"/api/annotators/{path}", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.NotEmpty((string)(await Body(reply))["error"]!);
        Assert.Empty(store.Judgements["ann"]);
    }

    [Fact]
    public async Task Post_OversizedBody_IsRefused()
    {
        HttpResponseMessage reply = await Post("ann/marks", new JsonObject { ["item"] = new string('9', 10_000) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Fact]
    public async Task Post_NoJson_IsRefused()
    {
        HttpResponseMessage reply = await client.PostAsync("/api/annotators/ann/marks", new StringContent("item=0", Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.StatusCode);
    }

    [Theory]
    [InlineData("ann/marks", 30)]
    [InlineData("ann/marks", -1)]
    [InlineData("ann/skips", 30)]
    [InlineData("ann/undo", 30)]
    [InlineData("nobody/undo", 0)]
    public async Task Post_UnknownPairOrAnnotator_IsNotFound(string path, int item)
    {
        await Join("ann");

        Assert.Equal(HttpStatusCode.NotFound, (await Post(path, Mark(item, "hallucination", "left"))).StatusCode);
    }

    [Theory]
    [InlineData("/api/pictures/30/0")]
    [InlineData("/api/pictures/-1/0")]
    [InlineData("/api/pictures/0/1")]
    [InlineData("/api/pictures/0")]
    [InlineData("/api/pictures/..%2f..%2fmanifest.json/0")]
    [InlineData("/manifest.json")]
    [InlineData("/images/0.png")]
    public async Task Pictures_AnythingButAPairsPicture_IsNotFound(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Pictures_ByPair_AreTheFiles()
    {
        HttpResponseMessage reply = await client.GetAsync("/api/pictures/7/0");

        Assert.Equal("image/png", reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal([7], await reply.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "192.0.2.1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "localhost", HttpStatusCode.OK)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    public async Task Request_ForeignNameOrPage_IsTurnedAway(string header, string value, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/annotators/ann");
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(status, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Agreement_AfterBothJudged_IsReported()
    {
        await Stop();
        await Start(Open, overlap: 1);
        await Work("ann");
        await Work("bob");

        JsonNode report = await Reply(client.GetAsync("/api/agreement"));

        Assert.Equal(30, (int)report["annotators"]!["bob"]!);
        Assert.Equal(["hallucination", "helpfulness", "preference"], report["questions"]!.AsArray().Select(question => (string?)question!["question"]));
        Assert.All(report["questions"]!.AsArray(), question => Assert.Equal(30, (int)question!["comparisons"]!));
    }

    [Fact]
    public async Task Token_OfOthers_IsAskedForAndRemembered()
    {
        await Stop();
        await Start(Open with { Token = "secret" });

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/?token=wrong!")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/pictures/0/0?token=secret")).StatusCode);
        Assert.Equal("?token=secret", server.Address.Query);

        HttpResponseMessage let = await client.GetAsync(server.Address);
        string cookie = let.Headers.GetValues("Set-Cookie").Single();
        Assert.Equal(HttpStatusCode.OK, let.StatusCode);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/pictures/0/0")).StatusCode);
    }

    private async Task Start(ServerOptions options, double overlap = 0)
    {
        store = folder.Open(overlap);
        server = await AnnotationServer.StartAsync(store, options);
        client = new HttpClient { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Authority)) };
    }

    private async Task Stop()
    {
        client.Dispose();
        await server.DisposeAsync();
        store.Dispose();
    }

    /// <summary>Judges until nothing is left.</summary>
    private async Task Work(string annotator)
    {
        for (JsonNode view = await Join(annotator); view["item"] is not null;)
        {
            view = await Judge(annotator, Number(view));
        }
    }

    private async Task<JsonNode> Judge(string annotator, int item)
    {
        await Reply(Post($"{annotator}/marks", Mark(item, "hallucination", "left")));
        return await Reply(Post($"{annotator}/marks", Mark(item, "helpfulness", "same")));
    }

    private Task<JsonNode> Join(string annotator) => Reply(Post(annotator, []));

    private Task<HttpResponseMessage> Post(string path, JsonObject body) => client.PostAsJsonAsync($"/api/annotators/{path}", body);

    private static JsonObject Mark(int item, string question, string side) => new() { ["item"] = item, ["question"] = question, ["side"] = side };

    private static int Number(JsonNode view) => (int)view["item"]!["number"]!;

    private static async Task<JsonNode> Reply(Task<HttpResponseMessage> sent)
    {
        HttpResponseMessage reply = await sent;
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return await Body(reply);
    }

    private static async Task<JsonNode> Body(HttpResponseMessage reply) => JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;

    private static byte[] ReadBeside(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
