using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Trainer.Data.Images;

namespace Trainer.Serving.Tests.Server;

/// <summary>What is refused: by which status and words, and that the server goes on.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string User = """{"role": "user", "content": "x"}""";
    private EchoServer server = null!;

    public async Task InitializeAsync() => server = await EchoServer.StartAsync(new ServingOptions { LargestBody = 100_000, LongestSide = 64, MostPictures = 1, MostPixels = 10_000 });

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("", "not valid JSON", null)]
    [InlineData("{\"model\": \"echo\"", "not valid JSON", null)]
    [InlineData("[]", "must be an object", null)]
    [InlineData("{\"model\": \"echo\", \"model\": \"echo\"}", "not valid JSON", null)]
    [InlineData("{}", "missing", "model")]
    [InlineData("{\"model\": 3}", "must be text, but is 3", "model")]
    [InlineData("{\"model\": \"echo\"}", "missing", "messages")]
    [InlineData("{\"model\": \"echo\", \"messages\": {}}", "must be a list, but is an object", "messages")]
    [InlineData("{\"model\": \"echo\", \"messages\": []}", "end with a message of the user", "messages")]
    [InlineData("{\"model\": \"echo\", \"messages\": [3]}", "must be an object", "messages[0]")]
    [InlineData("{\"model\": \"echo\", \"messages\": [{\"role\": \"tool\", \"content\": \"x\"}]}", "but is tool", "messages[0].role")]
    [InlineData("{\"model\": \"echo\", \"messages\": [{\"role\": \"user\"}]}", "but is missing", "messages[0].content")]
    [InlineData("{\"model\": \"echo\", \"messages\": [{\"role\": \"user\", \"content\": \"an <image> mark\"}]}", "stands for a picture", "messages[0].content")]
    public Task Post_MalformedRequest_SaysWhereAndWhy(string body, string problem, string? parameter) => Refused(body, HttpStatusCode.BadRequest, problem, parameter);

    [Theory]
    [InlineData(User + "," + User, "messages[1].role")]
    [InlineData("""{"role": "assistant", "content": "x"},""" + User, "messages[0].role")]
    [InlineData(User + """,{"role": "assistant", "content": "x"}""", "messages")]
    [InlineData(User + """,{"role": "system", "content": "x"}""", "messages[1].role")]
    public Task Post_TurnsOutOfOrder_AreRefused(string messages, string parameter) =>
        Refused($$"""{"model": "echo", "messages": [{{messages}}]}""", HttpStatusCode.BadRequest, "user", parameter);

    [Theory]
    [InlineData("\"temperature\": \"hot\"", "must be a number, but is text", "temperature")]
    [InlineData("\"temperature\": -1", "temperature must be", "decoder")]
    [InlineData("\"top_p\": 2", "top_p must be", "decoder")]
    [InlineData("\"max_tokens\": 1.5", "must be a whole number", "max_tokens")]
    [InlineData("\"max_tokens\": 0", "max_new_tokens must be", "decoder")]
    [InlineData("\"max_tokens\": 99999999999", "max_new_tokens", "decoder")]
    [InlineData("\"max_tokens\": 4000", "exceed the 4000", "messages")]
    [InlineData("\"stop\": 3", "must be text or a list of texts", "stop")]
    [InlineData("\"stop\": \"\"", "stop must not contain an empty text", "decoder")]
    [InlineData("\"seed\": \"x\"", "must be a whole number", "seed")]
    [InlineData("\"stream\": 1", "must be true or false", "stream")]
    [InlineData("\"n\": 2", "can only be 1", "n")]
    [InlineData("\"logprobs\": true", "can only be false", "logprobs")]
    [InlineData("\"presence_penalty\": 0.5", "can only be 0", "presence_penalty")]
    [InlineData("\"response_format\": {\"type\": \"json_object\"}", "can only be \"text\"", "response_format")]
    [InlineData("\"tools\": []", "is not understood here", "tools")]
    [InlineData("\"decoder\": {\"stategy\": \"beam\"}", "Did you mean", "decoder")]
    [InlineData("\"decoder\": {\"strategy\": \"magic\"}", "magic", "decoder")]
    [InlineData("\"decoder\": \"beam\"", "decoder is not valid", "decoder")]
    [InlineData("\"decoder\": {\"temperature\": 1}, \"temperature\": 1", "given twice", "temperature")]
    public Task Post_SettingThatMakesNoSense_IsRefused(string field, string problem, string parameter) =>
        Refused($$"""{"model": "echo", "messages": [{{User}}], {{field}}}""", HttpStatusCode.BadRequest, problem, parameter);

    [Theory]
    [InlineData("https://example.org/cat.png", "fetches nothing")]
    [InlineData("file:///etc/passwd", "fetches nothing")]
    [InlineData("data:image/png;base64", "fetches nothing")]
    [InlineData("data:text/plain;base64,AAAA", "another type of picture")]
    [InlineData("data:image/png,AAAA", "another type of picture")]
    [InlineData("data:image/png;base64,A*A=", "not valid base64")]
    [InlineData("data:image/png;base64,", "is empty")]
    [InlineData("data:image/png;base64,AAAAAAAA", "no picture that can be used")]
    public Task Post_WrongPicture_IsRefused(string url, string problem) => Refused(WithPictures(url), HttpStatusCode.BadRequest, problem, null);

    [Fact]
    public async Task Post_PictureTooLongOrOneTooMany_IsRefused()
    {
        await Refused(WithPictures(Png(65, 1)), HttpStatusCode.BadRequest, "at most 64", "messages[0].content[0].image_url");
        await Refused(WithPictures(Png(150, 100)), HttpStatusCode.BadRequest, "no picture that can be used", "messages[0].content[0].image_url");
        await Refused(WithPictures(Png(2, 2), Png(2, 2)), HttpStatusCode.BadRequest, "one picture too many", "messages[0].content[1].image_url");
        await Refused(WithPictures(Png(2, 2)).Replace("\"user\"", "\"system\"", StringComparison.Ordinal), HttpStatusCode.BadRequest, "not the user's", "messages[0].content[0].image_url");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_BodyThatIsTooLarge_IsRefusedWithAnAnswer(bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, EchoServer.Path) { Content = Json(EchoServer.Request(new string('x', 3_000_000)).ToJsonString()) };
        request.Headers.TransferEncodingChunked = isChunked;

        await Refused(await server.Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "larger than 100000 bytes", null);
    }

    [Fact]
    public async Task Post_TextThatNoModelCouldHold_IsRefusedUnread()
    {
        await using EchoServer wide = await EchoServer.StartAsync();

        HttpResponseMessage reply = await wide.Post(EchoServer.Request(new string('x', 1_000_000)));

        await Refused(reply, HttpStatusCode.BadRequest, "have 1000000 characters", "messages");
        Assert.Null(wide.Model.Conversation);
    }

    [Fact]
    public async Task Post_WhatTheModelCantTake_IsTheClientsFault() =>
        await Refused(await server.Post(EchoServer.Request("unspeakable")), HttpStatusCode.BadRequest, "That is unspeakable.", "messages");

    [Fact]
    public async Task Post_WhatTheModelFailsAt_IsTheServersFault() =>
        await Refused(await server.Post(EchoServer.Request("poison")), HttpStatusCode.InternalServerError, "poisoned", null);

    [Fact]
    public async Task Post_UnknownModelTypeOrPath_IsToldApart()
    {
        JsonObject other = EchoServer.Request("x");
        other["model"] = "gpt-4o";

        await Refused(await server.Post(other), HttpStatusCode.NotFound, "Known are echo, org/other", "model");
        await Refused(await server.Client.GetAsync("/v1/models/none"), HttpStatusCode.NotFound, "no model 'none'", "model");
        await Refused(await server.Client.GetAsync("/v1/embeddings"), HttpStatusCode.NotFound, "GET /v1/embeddings", null);
        await Refused(await server.Client.GetAsync(EchoServer.Path), HttpStatusCode.MethodNotAllowed, "GET", null);
        await Refused(await server.Client.PostAsync(EchoServer.Path, new StringContent("{}")), HttpStatusCode.UnsupportedMediaType, "application/json", null);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Png(int width, int height) => "data:image/png;base64," + Convert.ToBase64String(ImageCodec.Encode(ImageBuffer.Solid(width, height, 1, 2, 3), ".png"));

    private static string WithPictures(params string[] urls)
    {
        var parts = new JsonArray([.. urls.Select(url => new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = url } })]);
        return new JsonObject { ["model"] = "echo", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = parts }) }.ToJsonString();
    }

    private async Task Refused(string body, HttpStatusCode status, string problem, string? parameter) =>
        await Refused(await server.Client.PostAsync(EchoServer.Path, Json(body)), status, problem, parameter);

    private async Task Refused(HttpResponseMessage reply, HttpStatusCode status, string problem, string? parameter)
    {
        string text = await reply.Content.ReadAsStringAsync();
        Assert.True(status == reply.StatusCode, $"{reply.StatusCode}: {text}");
        JsonNode error = JsonNode.Parse(text)!["error"]!;
        Assert.Contains(problem, (string)error["message"]!, StringComparison.Ordinal);
        Assert.True(parameter is null || parameter == (string?)error["param"], text);
        Assert.Equal((int)status >= 500 ? "server_error" : "invalid_request_error", (string)error["type"]!);
        Assert.Equal("still here", await server.Content("still here"));
    }
}
