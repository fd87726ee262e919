using System.Text.Json.Nodes;
using Trainer.Cli.Models;
using Trainer.Evaluation.Judges;
using Trainer.Recipes.Options;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Serving;

/// <summary>A real model behind the server gives everybody their own answer, however many ask.</summary>
public sealed class ServedModelTests(TinyServer server) : IClassFixture<TinyServer>
{
    private static readonly string[] Questions =
        ["Please describe this image in detail.", "Is there a cat in the image?", "Is there a dog in the image?", "What is in the picture?", "How many objects are there?"];

    private static readonly DecodingOptions Short = new() { MaxNewTokens = 24 };

    [Fact]
    public async Task Post_TwoHundredBySixteen_AreAnsweredAsIfAlone()
    {
        (string Picture, string Question)[] asked = [.. Enumerable.Range(0, 200).Select(i => (server.Pictures[i % 12], Questions[i % Questions.Length]))];
        Dictionary<(string, string), string> alone = Alone(asked.Distinct(), Short);
        var answers = new string[asked.Length];

        await Parallel.ForEachAsync(Enumerable.Range(0, asked.Length), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            answers[i] = await server.Ask(TinyServer.Request(asked[i].Picture, asked[i].Question)));

        Assert.Equal(asked.Select(one => alone[one]), answers);
        Assert.InRange(answers.Distinct().Count(), 15, 60);
    }

    [Theory]
    [InlineData("vcd")]
    [InlineData("vdd")]
    [InlineData("dola")]
    [InlineData("opera")]
    [InlineData("beam")]
    public async Task Post_EachDecoder_AnswersAsGenerateDoes(string strategy)
    {
        var decoding = new DecodingOptions { Strategy = Enum.Parse<DecodingStrategy>(strategy, ignoreCase: true), MaxNewTokens = 16 };
        (string Picture, string Question)[] asked = [.. server.Pictures.Take(4).Select(picture => (picture, Questions[0]))];
        Dictionary<(string, string), string> alone = Alone(asked, decoding);

        string[] answers = await Task.WhenAll(asked.Select(one => server.Ask(With(TinyServer.Request(one.Picture, one.Question, 16), new JsonObject { ["strategy"] = strategy }))));
        string[] pieces = await server.Stream(With(TinyServer.Request(asked[0].Picture, asked[0].Question, 16), new JsonObject { ["strategy"] = strategy }));

        Assert.Equal(asked.Select(one => alone[one]), answers);
        Assert.Equal(answers[0], string.Concat(pieces));
        Assert.Equal(strategy is "opera" or "beam", pieces.Length == 1);
    }

    [Fact]
    public async Task Post_CalibratedQuestion_IsAnsweredByOneOfItsWords()
    {
        var decoder = new JsonObject { ["calibrate"] = "none", ["calibrate_answers"] = new JsonArray("Yes", "No") };

        Assert.Contains(await server.Ask(With(TinyServer.Request(server.Pictures[0], Questions[1]), decoder)), new[] { "Yes", "No" });
    }

    [Fact]
    public async Task Stream_Stop_IsNeverSeenNotEvenItsBeginning()
    {
        JsonObject request = TinyServer.Request(server.Pictures[0], Questions[0]);
        string whole = await server.Ask(request.DeepClone().AsObject());
        string stop = whole.Split(' ')[3];
        request["stop"] = $"{stop} ";

        string[] pieces = await server.Stream(request);

        Assert.Equal(whole[..whole.IndexOf($"{stop} ", StringComparison.Ordinal)].Trim(), string.Concat(pieces));
        Assert.InRange(pieces.Length, 2, 24);
    }

    [Fact]
    public async Task Post_Seeds_DecideADrawWhoeverAsksBeside()
    {
        JsonObject Drawn(long seed) => With(With(TinyServer.Request(server.Pictures[0], Questions[0]), "seed", seed), "temperature", 4);

        string[] alone = [await server.Ask(Drawn(1)), await server.Ask(Drawn(2)), await server.Ask(Drawn(3))];
        string[] together = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => server.Ask(Drawn((i % 3) + 1))));

        Assert.Equal(3, alone.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 12).Select(i => alone[i % 3]), together);
    }

    [Fact]
    public async Task Judge_ThatIsAServedModel_GivesItsVerdicts()
    {
        using var folder = new TemporaryDirectory();
        using var http = new HttpClient();
        var options = new JudgeOptions { Url = server.Api, Model = "tiny-llava" };
        var cache = new VerdictCache(folder.Path);
        var request = new JudgeRequest(Questions[0]) { Images = [server.Pictures[0]], MaxTokens = 24 };

        IReadOnlyList<IReadOnlyList<JudgeVerdict>> verdicts = await new Judge(http, options, cache, TimeProvider.System).AskAsync([request], CancellationToken.None);

        Assert.Equal(new JudgeVerdict(await server.Ask(TinyServer.Request(server.Pictures[0], Questions[0])), "tiny-llava"), Assert.Single(Assert.Single(verdicts)));
    }

    [Fact]
    public async Task Post_LayerThatTheModelLacks_IsTheClientsFault()
    {
        using HttpResponseMessage reply = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            server.Client, "/v1/chat/completions", With(TinyServer.Request(server.Pictures[0], "x"), JsonNode.Parse("""{"strategy": "dola", "early_exit_layers": [99]}""")!.AsObject()));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains("early_exit_layers", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static JsonObject With(JsonObject request, JsonObject decoder) => With(request, "decoder", decoder);

    private static JsonObject With(JsonObject request, string name, JsonNode value)
    {
        request[name] = value;
        return request;
    }

    /// <summary>What each question is answered when nothing is asked beside it.</summary>
    private static Dictionary<(string, string), string> Alone(IEnumerable<(string Picture, string Question)> asked, DecodingOptions decoding)
    {
        using LoadedModel model = LoadedModel.Open(TinyServer.Folder);
        var answerer = new Answerer(model.Dialogue, decoding, Pictures.For(model.Dialogue.Network.Config));
        return asked.ToDictionary(one => one, one => answerer.Answer([Inquiry.About(one.Question, one.Picture)])[0]);
    }
}
