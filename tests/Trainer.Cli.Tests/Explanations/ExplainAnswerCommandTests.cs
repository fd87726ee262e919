using System.Text.Json.Nodes;

namespace Trainer.Cli.Tests.Explanations;

public sealed class ExplainAnswerCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const string Said = "The image shows a dog and a purple helicopter.";

    private string Picture => Directory.GetFiles(world.PathOf("scenes/images")).Order(StringComparer.Ordinal).Last();

    [Fact]
    public void Explain_GivenAnswer_CoversItsTextWordByWord()
    {
        JsonNode json = Explain("--image", Picture, "--answer", Said);

        JsonNode[] tokens = [.. json["tokens"]!.AsArray().Select(token => token!)];
        Assert.Equal(Said, string.Concat(tokens.Select(token => token["text"]!.ToString())));
        Assert.All(tokens, token => Assert.Equal(1, token["attention_image"]!.GetValue<double>() + token["attention_prompt"]!.GetValue<double>() + token["attention_answer"]!.GetValue<double>(), 1e-4));
        Assert.Null(json["objects"]);
        Assert.Contains("Where it looked", File.ReadAllText(json["page"]!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_PictureOfADataset_SaysWhatIsNotThere()
    {
        string[] absent = [.. Shown(Explain("--image", Picture, "--answer", "A dog, a bus, a cake and a zebra.", "--data", world.PathOf("scenes")), inPicture: false)];

        Assert.NotEmpty(absent);
        Assert.DoesNotContain("helicopter", absent);
    }

    [Fact]
    public void Explain_WholeDataset_AveragesOverItsAnswers()
    {
        JsonNode json = Explain("--data", world.PathOf("scenes"), "--limit", "4", "--max-new-tokens", "6");

        Assert.InRange(json["answers"]!.GetValue<int>(), 1, 4);
        Assert.NotEmpty(json["attention_image"]!.AsArray());
        Assert.Equal(json["answers"]!.GetValue<int>(), json["summary_tokens"]!.AsArray().Sum(bucket => bucket!["answers"]!.GetValue<int>()));
    }

    [Fact]
    public void Explain_NothingToLookAt_SaysWhatIsNeeded()
    {
        CommandLineRun run = CommandLineRun.Of("explain-answer", "--model", world.Model);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--image", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_EmptyAnswer_IsRefused()
    {
        CommandLineRun run = CommandLineRun.Of("explain-answer", "--model", world.Model, "--image", Picture, "--answer", "", "--out", world.PathOf("page.html"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("nothing to explain", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Shown(JsonNode json, bool inPicture) =>
        json["objects"]!.AsArray().Where(each => each!["in_picture"]!.GetValue<bool>() == inPicture).Select(each => each!["object"]!.ToString());

    private JsonNode Explain(params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(["explain-answer", "--model", world.Model, "--out", world.PathOf("page.html"), "--json", .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output.Trim().Split('\n')[^1])!;
    }
}
