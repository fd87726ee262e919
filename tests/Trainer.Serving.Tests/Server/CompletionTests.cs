using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Trainer.Data.Images;

namespace Trainer.Serving.Tests.Server;

/// <summary>What is asked and answered when all is well, over real HTTP.</summary>
public sealed class CompletionTests
{
    private static readonly string Picture = "data:image/png;base64," + Convert.ToBase64String(ImageCodec.Encode(ImageBuffer.Solid(4, 2, 255, 0, 0), ".png"));

    [Fact]
    public async Task Post_Question_IsAnsweredAsOpenAiWould()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        JsonNode reply = await server.Ask(EchoServer.Request("one two"));

        Assert.Equal("chat.completion", (string)reply["object"]!);
        Assert.StartsWith("chatcmpl-", (string)reply["id"]!, StringComparison.Ordinal);
        Assert.Equal("echo", (string)reply["model"]!);
        JsonNode choice = Assert.Single(reply["choices"]!.AsArray())!;
        Assert.Equal(("assistant", "one two", "stop"), ((string)choice["message"]!["role"]!, (string)choice["message"]!["content"]!, (string)choice["finish_reason"]!));
        Assert.Equal((7, 2, 9), ((int)reply["usage"]!["prompt_tokens"]!, (int)reply["usage"]!["completion_tokens"]!, (int)reply["usage"]!["total_tokens"]!));
    }

    [Fact]
    public async Task Post_PicturesAndTurns_ReachTheModelInTheirOrder()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        JsonNode body = JsonNode.Parse($$"""
            {"model": "echo", "messages": [
              {"role": "system", "content": "Be brief."},
              {"role": "user", "content": [
                {"type": "text", "text": "What"},
                {"type": "image_url", "image_url": {"detail": "auto", "url": "{{Picture}}" } },
                {"type": "text", "text": "is this?"}]},
              {"role": "assistant", "content": "Red."},
              {"role": "user", "content": "And now?"}]}
            """)!;

        await server.Ask(body);

        Assert.Equal(["System Be brief.", "Human <image>\nWhat\nis this?", "Gpt Red.", "Human And now?"], server.Model.Conversation!.Turns.Select(turn => $"{turn.From} {turn.Value}"));
        ImageBuffer seen = Assert.Single(server.Model.Conversation.Pictures);
        Assert.Equal((4, 2), (seen.Width, seen.Height));
        Assert.Equal([255, 0, 0], seen.Pixels[..3]);
    }

    [Fact]
    public async Task Post_SettingsOfBothKinds_ReachTheModel()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        JsonObject body = EchoServer.Request("x");
        body["max_tokens"] = 7;
        body["stop"] = new JsonArray("a\"b", "😀", "\n");
        body["decoder"] = new JsonObject { ["strategy"] = "beam", ["num_beams"] = 3 };

        await server.Ask(body);

        Assert.Equal((7, 3, Recipes.Options.DecodingStrategy.Beam), (server.Model.Decoding!.MaxNewTokens, server.Model.Decoding.NumBeams, server.Model.Decoding.Strategy));
        Assert.Equal(["a\"b", "😀", "\n"], server.Model.Decoding.Stop);
    }

    [Fact]
    public async Task Post_LengthThatNobodyNamed_IsWhatThePromptLeaves()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        await server.Content(new string('x', 3990));

        Assert.Equal(10, server.Model.Decoding!.MaxNewTokens);
    }

    [Fact]
    public async Task Get_Models_ListsThemAndEach()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        JsonNode list = JsonNode.Parse(await server.Client.GetStringAsync("/v1/models"))!;
        JsonNode other = JsonNode.Parse(await server.Client.GetStringAsync("/v1/models/org/other"))!;

        Assert.Equal(["echo", "org/other"], list["data"]!.AsArray().Select(model => (string)model!["id"]!));
        Assert.Equal(("org/other", "model"), ((string)other["id"]!, (string)other["object"]!));
    }

    [Fact]
    public async Task Get_Decoders_AreARecipesStrategies()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        JsonNode list = JsonNode.Parse(await server.Client.GetStringAsync("/v1/decoders"))!;

        Assert.Equal(["greedy", "sample", "beam"], list["strategies"]!.AsArray().Select(name => (string)name!).Take(3));
    }

    [Fact]
    public async Task Get_EachFileOfThePage_LoadsNothingFromElsewhere()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        foreach (string path in new[] { "/", "/chat.css", "/chat.js", "/chat.svg" })
        {
            string text = (await server.Client.GetStringAsync(path)).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
            Assert.DoesNotContain("://", text, StringComparison.Ordinal);
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Token_OfAServerThatOthersReach_IsAskedForAsAnApiKey()
    {
        await using EchoServer server = await EchoServer.StartAsync(token: "secret");

        HttpResponseMessage refused = await server.Client.GetAsync("/v1/models");
        HttpResponseMessage health = await server.Client.GetAsync("/healthz");
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("authentication_error", (string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!["type"]!);
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal("hello", await server.Content("hello"));
    }
}
