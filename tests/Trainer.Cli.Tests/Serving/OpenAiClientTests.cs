using System.Text.Json.Nodes;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Serving;

/// <summary>OpenAI's own client for Node.js takes the server for the real one.</summary>
public sealed class OpenAiClientTests(TinyServer server) : IClassFixture<TinyServer>
{
    private static readonly string Script = Path.Combine("Trainer.Cli.Tests", "Serving", "OpenAiClient", "client.cjs");

    [Fact]
    public async Task Client_ModelsAnswersStreamsAndErrors_AreWhatItExpects()
    {
        string picture = server.Pictures[0];
        string expected = await server.Ask(TinyServer.Request(picture, "Please describe this image in detail."));

        JsonNode said = await NodeScript.Run(Script, "openai", server.Api.ToString(), TinyServer.DataUrl(picture));

        Assert.Equal(["tiny-llava"], said["models"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(expected, (string)said["answer"]!);
        Assert.Equal(expected, string.Concat(said["pieces"]!.AsArray().Select(piece => (string)piece!)));
        Assert.InRange(said["pieces"]!.AsArray().Count, 2, 24);
        Assert.Equal((int)said["usage"]!["total_tokens"]!, (int)said["usage"]!["prompt_tokens"]! + (int)said["usage"]!["completion_tokens"]!);
        Assert.Equal((int)said["usage"]!["total_tokens"]!, (int)said["streamed_usage"]!["total_tokens"]!);
        Assert.Equal(["length", "length"], said["finish_reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Equal(["NotFoundError 404 model_not_found", "BadRequestError 400 invalid_image_url"], said["errors"]!.AsArray().Select(error => (string)error!));
        Assert.Equal("aborted", (string)said["hung_up"]!);
        Assert.Equal(expected, (string)said["after"]!);
    }
}
