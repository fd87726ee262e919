using System.Net;
using System.Text.Json.Nodes;

namespace Trainer.Serving.Tests.Server;

/// <summary>Many requests at once.</summary>
public sealed class LoadTests
{
    [Fact]
    public async Task Post_TwoHundredBySixteen_LosesAndMixesNothing()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        string[] answers = await Enumerable.Range(0, 200).Select(number => $"question {number} of {Words(number)}").Aside(16, server.Content);

        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"question {number} of {Words(number)}"), answers);
        Assert.Equal(200, server.Model.Batches.Sum());
        Assert.All(server.Model.Batches, batch => Assert.InRange(batch, 1, 16));
    }

    [Fact]
    public async Task Post_EqualSettings_AreAnsweredTogetherAndOthersApart()
    {
        await using EchoServer server = await EchoServer.StartAsync(new ServingOptions { BatchSize = 3 });
        server.Model.MaySpeak.Reset();
        var asked = new List<Task<string>> { server.Content("first") };
        await EchoServer.Until(() => Task.FromResult(server.Model.Batches.Count == 1));
        asked.AddRange(Enumerable.Range(0, 4).Select(number => server.Content($"{number}")));
        JsonObject longer = EchoServer.Request("longer");
        longer["max_tokens"] = 99;
        Task<JsonNode> other = server.Ask(longer);
        await server.UntilWaiting(5);

        server.Model.MaySpeak.Set();
        await Task.WhenAll(asked);
        await other;

        Assert.Equal(1, server.Model.Batches[0]);
        Assert.Equal([1, 1, 3], server.Model.Batches.Skip(1).Order());
        Assert.Equal(["first", "0", "1", "2", "3"], asked.Select(task => task.Result));
    }

    [Fact]
    public async Task Post_MoreThanThePlaces_IsToldWhenToComeBack()
    {
        await using EchoServer server = await EchoServer.StartAsync(new ServingOptions { MostRequests = 3 });
        server.Model.MaySpeak.Reset();
        Task<string>[] asked = [.. Enumerable.Range(0, 3).Select(number => server.Content($"{number}"))];
        await server.UntilRequests(3);

        HttpResponseMessage full = await server.Post(EchoServer.Request("one too many"));
        JsonNode error = JsonNode.Parse(await full.Content.ReadAsStringAsync())!["error"]!;
        server.Model.MaySpeak.Set();

        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), full.Headers.RetryAfter!.Delta);
        Assert.Equal(("rate_limit_error", "queue_full"), ((string)error["type"]!, (string)error["code"]!));
        Assert.Equal(["0", "1", "2"], await Task.WhenAll(asked));
        Assert.Equal("again", await server.Content("again"));
    }

    [Fact]
    public async Task Post_ClientThatHangsUpInTheQueue_IsNeverAnswered()
    {
        await using EchoServer server = await EchoServer.StartAsync(new ServingOptions { BatchSize = 1 });
        server.Model.MaySpeak.Reset();
        Task<string> first = server.Content("first");
        await EchoServer.Until(() => Task.FromResult(server.Model.Batches.Count == 1));
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> left = server.Post(EchoServer.Request("left"), leaving.Token);
        Task<string> last = server.Content("last");
        await server.UntilWaiting(2);

        await leaving.CancelAsync();
        await server.UntilRequests(2);
        server.Model.MaySpeak.Set();

        Assert.Equal(["first", "last"], await Task.WhenAll(first, last));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(2, server.Model.Batches.Count);
    }

    [Fact]
    public async Task Post_BesideOneThatFails_IsAnsweredAllTheSame()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Model.MaySpeak.Reset();
        Task<string> first = server.Content("first");
        await EchoServer.Until(() => Task.FromResult(server.Model.Batches.Count == 1));
        Task<string> good = server.Content("good");
        Task<HttpResponseMessage> bad = server.Post(EchoServer.Request("poison"));
        await server.UntilWaiting(2);

        server.Model.MaySpeak.Set();

        Assert.Equal(["first", "good"], await Task.WhenAll(first, good));
        Assert.Equal(HttpStatusCode.InternalServerError, (await bad).StatusCode);
        Assert.Equal([1, 2, 1, 1], server.Model.Batches);
    }

    [Fact]
    public async Task Dispose_WithRequestsUnderWay_TellsThem()
    {
        EchoServer server = await EchoServer.StartAsync();
        server.Model.MaySpeak.Reset();
        using var client = new HttpClient();
        Task<HttpResponseMessage> asked = System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, new Uri(server.Address, EchoServer.Path), EchoServer.Request("x y z"));
        await server.UntilRequests(1);

        await server.DisposeAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await asked).StatusCode);
        Assert.InRange(server.Model.Steps, 0, 1);
    }

    private static string Words(int number) => string.Join(' ', Enumerable.Repeat("word", number % 7));
}

file static class Concurrency
{
    /// <summary>Does something with every item, so many at a time, and keeps their order.</summary>
    internal static async Task<TResult[]> Aside<T, TResult>(this IEnumerable<T> items, int atOnce, Func<T, Task<TResult>> act)
    {
        (T Item, int Place)[] numbered = [.. items.Select((item, place) => (item, place))];
        var results = new TResult[numbered.Length];
        await Parallel.ForEachAsync(numbered, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (entry, _) => results[entry.Place] = await act(entry.Item));
        return results;
    }
}
