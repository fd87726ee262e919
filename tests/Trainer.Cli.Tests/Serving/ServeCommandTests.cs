using System.Text.Json.Nodes;
using Trainer.Cli.Tests.Runs;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Serving;

/// <summary>The verb, as a user would type it.</summary>
public sealed class ServeCommandTests
{
    [Fact]
    public async Task Serve_TwoModels_AnswersUnderBothNamesUntilItIsEnded()
    {
        string port = $"{Ranks.FreePort()}";
        using var server = new TrainerProcess("serve", "--model", TinyServer.Folder, "--model", $"twin={TinyServer.Folder}", "--port", port);
        server.WaitFor($"http://127.0.0.1:{port}/", 1);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        JsonNode models = JsonNode.Parse(await client.GetStringAsync("/v1/models"))!;

        Assert.Equal(["tiny-llava", "twin"], models["data"]!.AsArray().Select(model => (string)model!["id"]!));
        Assert.Equal(ExitCode.Success, server.End("TERM"));
    }

    [Theory]
    [InlineData(ExitCode.Usage)]
    [InlineData(ExitCode.Usage, "--model", "{tiny}", "--model", "{tiny}")]
    [InlineData(ExitCode.Usage, "--model", "{tiny}", "--port", "70000")]
    [InlineData(ExitCode.Usage, "--model", "{tiny}", "--host", "example.org")]
    [InlineData(ExitCode.Usage, "--model", "{tiny}", "--batch-size", "0")]
    [InlineData(ExitCode.Usage, "--model", "{tiny}", "--max-requests", "0")]
    [InlineData(ExitCode.Data, "--model", "a=no/such/folder")]
    public void Serve_OptionsThatMakeNoSense_AreRefused(int code, params string[] options) =>
        Assert.Equal(code, CommandLineRun.Of(["serve", .. options.Select(option => option.Replace("{tiny}", TinyServer.Folder, StringComparison.Ordinal))]).ExitCode);
}
