using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Trainer.Web.Tests;

/// <summary>Who is let in, over real HTTP.</summary>
public sealed class LocalServerTests
{
    private static readonly ServerOptions Open = new(IPAddress.Loopback, 0, null);

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "localhost", HttpStatusCode.OK)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Authorization", "Bearer whatever", HttpStatusCode.OK)]
    public async Task Request_WithoutToken_IsJudgedByNameAndPage(string header, string value, HttpStatusCode status) =>
        Assert.Equal(status, await Ask(Open, "/data", header, value));

    [Theory]
    [InlineData("/data", null, HttpStatusCode.Unauthorized)]
    [InlineData("/data", "Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/data", "Bearer secret", HttpStatusCode.OK)]
    [InlineData("/data", "bearer  secret ", HttpStatusCode.OK)]
    [InlineData("/data", "Basic secret", HttpStatusCode.Unauthorized)]
    [InlineData("/data", "secret", HttpStatusCode.Unauthorized)]
    [InlineData("/data?token=secret", null, HttpStatusCode.Unauthorized)]
    [InlineData("/?token=secret", null, HttpStatusCode.OK)]
    [InlineData("/open", null, HttpStatusCode.OK)]
    public async Task Request_WhereATokenIsNeeded_HasToShowIt(string path, string? authorization, HttpStatusCode status) =>
        Assert.Equal(status, await Ask(Open with { Token = "secret" }, path, "Authorization", authorization));

    [Fact]
    public async Task Address_WithToken_LetsABrowserInThatThenKeepsACookie()
    {
        await using LocalServer server = await LocalServer.StartAsync(Open with { Token = "secret" }, Site());
        using var client = new HttpClient();

        HttpResponseMessage let = await client.GetAsync(server.Address);

        Assert.Equal("?token=secret", server.Address.Query);
        Assert.Contains("httponly; ", let.Headers.GetValues("Set-Cookie").Single() + "; ", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(server.Address, "/data"))).StatusCode);
    }

    [Fact]
    public async Task Headers_OfEveryAnswer_LetThePageLoadNothingFromElsewhere()
    {
        await using LocalServer server = await LocalServer.StartAsync(Open, Site() with { PictureSources = "'self' data:" });
        using var client = new HttpClient();

        foreach (string path in new[] { "/", "/data", "/nothing" })
        {
            HttpResponseMessage reply = await client.GetAsync(new Uri(server.Address, path));
            string policy = reply.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("img-src 'self' data:;", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public void For_Addresses_OnlyLoopbackNeedsNoToken()
    {
        Assert.Null(ServerOptions.For(IPAddress.Loopback, 0).Token);
        Assert.Null(ServerOptions.For(IPAddress.IPv6Loopback, 0).Token);
        Assert.Equal(64, ServerOptions.For(IPAddress.Any, 0).Token!.Length);
        Assert.NotEqual(ServerOptions.For(IPAddress.Any, 0).Token, ServerOptions.For(IPAddress.Any, 0).Token);
        Assert.Equal("own", ServerOptions.For(IPAddress.Loopback, 0, "own").Token);
    }

    private static async Task<HttpStatusCode> Ask(ServerOptions options, string path, string header, string? value)
    {
        await using LocalServer server = await LocalServer.StartAsync(options, Site());
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
        request.Headers.TryAddWithoutValidation(header, value ?? "");
        return (await client.SendAsync(request)).StatusCode;
    }

    /// <summary>Three paths, one of them open to all.</summary>
    private static Site Site() => new()
    {
        Name = "test",
        Files = [],
        Resources = typeof(LocalServerTests).Assembly,
        Map = routes =>
        {
            foreach (string path in new[] { "/", "/data", "/open" })
            {
                routes.MapGet(path, context => context.Response.WriteAsync(path));
            }
        },
        Fail = (context, status, message) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(message);
        },
        OpenPaths = ["/open"],
    };
}
