using System.Text.Json;
using Trainer.Evaluation.Judges;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Judges;

public sealed class JudgeTests : IDisposable
{
    private static readonly JudgeRequest[] Four = [.. Enumerable.Range(1, 4).Select(i => new JudgeRequest($"Judge answer {i}."))];

    private readonly HttpClient http = new();
    private readonly TemporaryDirectory folder = new();
    private readonly HastyTime time = new();

    [Fact]
    public void Ask_Requests_GivesVerdictsInTheirOrder()
    {
        using var server = new ChatServer((_, body) => ServerReply.Says(User(body)));
        IReadOnlyList<IReadOnlyList<JudgeVerdict>> verdicts = Judge(server).Ask(Four);

        Assert.Equal(Four.Select(request => request.User), verdicts.Select(each => Assert.Single(each).Text));
        Assert.All(verdicts, each => Assert.Equal("judge-2026-01-01", each[0].Model));
        Assert.Equal(("/v1/chat/completions", "Bearer secret"), (server.Path, server.Authorization));
    }

    [Fact]
    public void Ask_Request_HasModelTextsTemperatureAndPicture()
    {
        string picture = folder.Write("a.png", [1, 2, 3]);
        JsonElement sent = default;
        using var server = new ChatServer((_, body) =>
        {
            sent = body.Clone();
            return ServerReply.Says("fine");
        });
        Judge(server).Ask([new JudgeRequest("Look.") { System = "Be fair.", Images = [picture], Temperature = 0.2, MaxTokens = 7 }]);

        JsonElement[] messages = [.. sent.GetProperty("messages").EnumerateArray()];
        Assert.Equal(("judge", 0.2, 7), (sent.GetProperty("model").GetString(), sent.GetProperty("temperature").GetDouble(), sent.GetProperty("max_tokens").GetInt32()));
        Assert.Equal("Be fair.", messages[0].GetProperty("content").GetString());
        JsonElement content = messages[1].GetProperty("content");
        Assert.Equal("Look.", content[0].GetProperty("text").GetString());
        Assert.Equal("data:image/png;base64,AQID", content[1].GetProperty("image_url").GetProperty("url").GetString());
    }

    [Fact]
    public void Ask_TooManyRequests_WaitsAsLongAsItIsTold()
    {
        using var server = new ChatServer((number, _) => number < 3 ? new ServerReply(429, "slow down") { RetryAfter = "17" } : ServerReply.Says("fine"));

        Assert.Equal("fine", Judge(server).Ask([Four[0]])[0][0].Text);
        Assert.Equal([TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(17)], time.Waits);
    }

    [Fact]
    public void Ask_ServerFails_WaitsTwiceAsLongEachTime()
    {
        using var server = new ChatServer((number, _) => number < 4 ? new ServerReply(500, "broken") : ServerReply.Says("fine"));

        Assert.Equal("fine", Judge(server).Ask([Four[0]])[0][0].Text);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], time.Waits);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{"choices": []}""")]
    [InlineData("""{"choices": [{"message": {"content": 7}}]}""")]
    public void Ask_BrokenReply_AsksAgain(string body)
    {
        using var server = new ChatServer((number, _) => number == 1 ? new ServerReply(200, body) : ServerReply.Says("fine"));

        Assert.Equal("fine", Judge(server).Ask([Four[0]])[0][0].Text);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public void Ask_ReplyWithoutWords_IsAVerdictThatSaysNothing()
    {
        using var server = new ChatServer((_, _) => new ServerReply(200, """{"choices": [{"message": {"content": null}}]}"""));

        Assert.Equal(new JudgeVerdict("", "judge"), Judge(server).Ask([Four[0]])[0][0]);
    }

    [Fact]
    public void Ask_NoReplyInTime_AsksAgain()
    {
        var never = new TaskCompletionSource();
        using var server = new ChatServer((number, _) => ServerReply.Says("fine") with { Until = number == 1 ? never.Task : Task.CompletedTask });

        Assert.Equal("fine", Judge(server, options => options with { Timeout = TimeSpan.FromSeconds(1) }).Ask([Four[0]])[0][0].Text);
        Assert.Equal(2, server.Requests);
        never.SetResult();
    }

    [Fact]
    public void Ask_FailsForGood_SaysWhereAndHowOften()
    {
        using var server = new ChatServer((_, _) => new ServerReply(503, "overloaded"));
        var error = Assert.Throws<JudgeException>(() => Judge(server, options => options with { Attempts = 3 }).Ask([Four[0]]));

        Assert.Contains($"The judge at {server.Url}/chat/completions gave no verdict in 3 attempts. It answered 503: overloaded", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests);
    }

    [Theory]
    [InlineData(401, "Set the environment variable with its key.")]
    [InlineData(404, "Check the address and the model judge.")]
    [InlineData(400, "It answered 400: no")]
    public void Ask_Refused_IsNotAskedAgain(int status, string remedy)
    {
        using var server = new ChatServer((_, _) => new ServerReply(status, "no"));

        Assert.Contains(remedy, Assert.Throws<JudgeException>(() => Judge(server).Ask([Four[0]])).Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void Ask_NobodyListens_SaysSo()
    {
        var server = new ChatServer((_, _) => ServerReply.Says("fine"));
        server.Dispose();

        Assert.Contains("gave no verdict in 2 attempts", Assert.Throws<JudgeException>(() => Judge(server, options => options with { Attempts = 2 }).Ask([Four[0]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ask_AfterAKill_AsksOnlyForTheRest()
    {
        using (var dying = new ChatServer((number, body) => number <= 2 ? ServerReply.Says(User(body)) : new ServerReply(400, "gone")))
        {
            Assert.Throws<JudgeException>(() => Judge(dying, options => options with { Url = new Uri("http://127.0.0.1/v1"), Concurrency = 1 }, Redirect(dying)).Ask(Four));
        }

        using var server = new ChatServer((_, body) => ServerReply.Says(User(body)));
        JudgeEstimate? told = null;
        IReadOnlyList<IReadOnlyList<JudgeVerdict>> verdicts =
            Judge(server, options => options with { Url = new Uri("http://127.0.0.1/v1") }, Redirect(server), estimate => told = estimate).Ask(Four);

        Assert.Equal(Four.Select(request => request.User), verdicts.Select(each => each[0].Text));
        Assert.Equal((2, 4, 2), (server.Requests, told!.Requests, told.Known));
    }

    [Fact]
    public void Ask_AgainOrTwiceTheSame_AsksOnce()
    {
        using var server = new ChatServer((_, body) => ServerReply.Says(User(body)));
        Judge(server).Ask([Four[0], Four[0], Four[1]]);
        Judge(server).Ask([Four[1], Four[0]]);

        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public void Ask_AnyChangeOfTheRequest_AsksAnew()
    {
        using var server = new ChatServer((_, body) => ServerReply.Says(User(body)));
        string picture = folder.Write("a.jpg", [1]);
        JudgeRequest request = new("Judge.");
        Judge(server).Ask([request, request with { System = "x" }, request with { Temperature = 1 }, request with { MaxTokens = 1 }, request with { Images = [picture] }]);
        folder.Write("a.jpg", [2]);
        Judge(server).Ask([request with { Images = [picture] }]);
        Judge(server, options => options with { Model = "other" }).Ask([request]);

        Assert.Equal(7, server.Requests);
    }

    [Fact]
    public void Ask_BrokenVerdictFile_AsksAgain()
    {
        using var server = new ChatServer((_, body) => ServerReply.Says(User(body)));
        Judge(server).Ask([Four[0]]);
        string file = Assert.Single(Directory.EnumerateFiles(Path.Combine(folder.Path, "cache"), "*.json", SearchOption.AllDirectories));
        File.WriteAllText(file, "{\"Text\": \"tor");

        Assert.Equal(Four[0].User, Judge(server).Ask([Four[0]])[0][0].Text);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public void Ask_Repeatedly_GivesAVerdictForEachRepetition()
    {
        using var server = new ChatServer((number, _) => ServerReply.Says($"verdict {number}"));
        IReadOnlyList<IReadOnlyList<JudgeVerdict>> verdicts = Judge(server, options => options with { Repetitions = 3, Concurrency = 1 }).Ask([Four[0], Four[1]]);

        Assert.Equal(["verdict 1", "verdict 2", "verdict 3"], verdicts[0].Select(verdict => verdict.Text));
        Assert.Equal((6, 3), (server.Requests, verdicts[1].Count));
    }

    [Fact]
    public void Ask_ManyAtOnce_HasSoManyUnderWayAndNoMore()
    {
        // The first replies wait until two requests are under way, which shows that they are sent together.
        var together = new TaskCompletionSource();
        using var server = new ChatServer((number, body) =>
        {
            if (number == 2)
            {
                together.SetResult();
            }

            return ServerReply.Says(User(body)) with { Until = together.Task };
        });
        Judge(server, options => options with { Concurrency = 2 }).Ask([.. Four, new JudgeRequest("more")]);

        Assert.Equal((5, 2), (server.Requests, server.MostUnderWay));
    }

    [Fact]
    public void Ask_WithARate_SpreadsRequestsOverTheMinute()
    {
        using var server = new ChatServer((_, body) => ServerReply.Says(User(body)));
        Judge(server, options => options with { RequestsPerMinute = 30, Concurrency = 1 }).Ask(Four);

        // The first goes at once, and each wait moves the clock to the next place.
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)], time.Waits);
    }

    [Fact]
    public void Estimate_Requests_CountsTokensPicturesAndDollars()
    {
        using var server = new ChatServer((_, _) => ServerReply.Says("fine"));
        var told = new List<JudgeEstimate>();
        JudgeRequest request = new(new string('x', 400)) { System = new string('y', 40), MaxTokens = 50, Images = [folder.Write("a.jpg", [1])] };
        Judge asked = Judge(server, options => options with { Repetitions = 2, InputPrice = 2, OutputPrice = 10 }, tell: told.Add);
        asked.Ask([request]);
        asked.Ask([request]);

        // Each verdict reads 100 + 10 tokens of text and 765 of picture, and writes at most 50.
        Assert.Equal(new JudgeEstimate(2, 0, 1750, 100, 0.0045), told[0]);
        Assert.Equal(new JudgeEstimate(2, 2, 0, 0, 0), told[1]);
        Assert.Equal("2 verdicts, 0 of them known; about 0.00 million tokens to read and at most 0.00 million to write, at most $0.00", told[0].ToString());
    }

    [Fact]
    public void Problems_WrongOptions_AreAllNamed() => Assert.Equal(3, new JudgeOptions
    {
        Url = new Uri("file:///judge"),
        Model = "judge",
        Repetitions = 0,
        InputPrice = 1,
    }.Problems().Count());

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    private static string User(JsonElement body) => body.GetProperty("messages").EnumerateArray().Last().GetProperty("content") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "picture";

    /// <summary>Lets two servers stand for one address, as one that is started again would.</summary>
    private static HttpClient Redirect(ChatServer server) => new(new Redirection(server.Url));

    private Judge Judge(ChatServer server, Func<JudgeOptions, JudgeOptions>? change = null, HttpClient? connection = null, Action<JudgeEstimate>? tell = null)
    {
        JudgeOptions options = new() { Url = server.Url, Model = "judge", Key = "secret" };
        return new Judge(connection ?? http, change?.Invoke(options) ?? options, new VerdictCache(Path.Combine(folder.Path, "cache")), time) { BeforeAsking = tell };
    }

    private sealed class Redirection(Uri target) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Port = target.Port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
