using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Annotation;
using Trainer.Annotation.Judgements;
using Trainer.Annotation.Labels;
using Trainer.Cli.Annotations;
using Trainer.Cli.Tests.Runs;
using Trainer.Data;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Commands;

/// <summary>Pairs from sampling to labels, as a user would type it.</summary>
public sealed class AnnotateCommandTests(SmallWorld world) : IClassFixture<SmallWorld>, IDisposable
{
    private readonly TemporaryDirectory folder = new();

    private string Scenes => world.PathOf("scenes");

    private string Labels => Path.Combine(folder.Path, "preferences.json");

    public void Dispose() => folder.Dispose();

    /// <summary>The scenes' own pairs are right by construction, so that the simulated annotator must find every one of their labels.</summary>
    [Theory]
    [InlineData("llava_preference.json")]
    [InlineData("exchanged_preference.json")]
    public void Simulate_WithoutErrors_FindsTheLabelsThatTheScenesKnow(string pairs)
    {
        int[] known = Take(pairs);

        JsonNode result = Json("annotate", folder.Path, "--simulate", "0", "--data", Scenes, "--json");

        Assert.Equal(known, Preferences());
        Assert.Equal((known.Length, 0, 0), ((int)result["pairs"]!, (int)result["ties"]!, (int)result["errors"]!));
    }

    [Fact]
    public void Simulate_AlwaysWrong_TurnsEveryLabelRound()
    {
        int[] known = Take("exchanged_preference.json");

        JsonNode result = Json("annotate", folder.Path, "--simulate", "1", "--data", Scenes, "--json");

        Assert.Equal(known.Select(label => 3 - label), Preferences());
        Assert.Equal(known.Length, (int)result["errors"]!);
    }

    [Theory]
    [InlineData("Is there a cat in the image?", "Yes", 0, 1)]
    [InlineData("Is there a cat in the image?", "No.", 1, 0)]
    [InlineData("Is there a dog in the image?", "Yes, there is a dog.", 1, 0)]
    [InlineData("Is there a dog in the image?", "no", 0, 1)]
    [InlineData("Is there a dog in the image?", "No, but there is a cat.", 0, 2)]
    [InlineData("Describe it.", "A cat, a cat and a kitten beside a puppy.", 1, 1)]
    [InlineData("Describe it.", "", 0, 0)]
    public void Assess_Claims_CountsEachObjectOnce(string question, string answer, int wrong, int right)
    {
        Annotate(("cat.png", "cat"));

        Assert.Equal(new Assessment(wrong, right), SceneJudge.Read(folder.Path).Assess(Pair("cat.png", question), answer));
    }

    [Fact]
    public void Assess_PictureThatIsNotAnnotated_IsNamed()
    {
        Annotate(("cat.png", "cat"));

        Assert.Contains("other.png", Assert.Throws<DataException>(() => SceneJudge.Read(folder.Path).Assess(Pair("other.png", "What?"), "A cat.")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_JudgementsOfTwo_WritesMajoritiesAndAgreement()
    {
        int pairs = Take("exchanged_preference.json").Length;
        ComparisonSet set = ComparisonSet.Open(folder.Path);
        using (var store = new AnnotationStore(set, new AnnotationOptions { Overlap = 1 }, TimeProvider.System))
        {
            Judge(store, "ann", 3);
            Judge(store, "bob", 1);
        }

        JsonNode result = Json("annotate", folder.Path, "--export", Labels, "--json");

        Assert.Equal((3, 0, pairs - 3), ((int)result["pairs"]!, (int)result["ties"]!, (int)result["unjudged"]!));
        Assert.Equal([2, 2, 2], Preferences());
        Assert.Equal(1.0, (double)result["questions"]![0]!["percent_agreement"]!);
        Assert.Equal(1, (int)result["annotators"]!["bob"]!);
    }

    [Fact]
    public void Sample_ThenSimulate_MakesPairsThatTrainingReads()
    {
        string recipe = folder.Write("preferences.yaml", $$"""
            stage: preferences
            output_dir: {{Path.Combine(folder.Path, "run")}}
            model: { model_name_or_path: {{world.Model}} }
            data: { datasets: [{ path: {{world.Conversations}}, format: llava }], image_dir: {{Scenes}}/images, chat_template: llava_hf }
            preferences: { max_new_tokens: 4 }
            """);

        JsonNode sampled = Json("data", "preferences", recipe, "--json");
        JsonNode labelled = Json("annotate", (string)sampled["run"]!, "--simulate", "0.1", "--data", Scenes, "--export", Labels, "--json");

        Assert.True((int)sampled["pairs"]! > 0);
        Assert.Equal((int)sampled["pairs"]!, (int)labelled["items"]!);
        Assert.Equal(ExitCode.Usage, CommandLineRun.Of("data", "preferences", world.Recipe).ExitCode);
    }

    [Fact]
    public async Task Serve_KilledInMidPair_GoesOnWithItsMark()
    {
        Take("exchanged_preference.json");
        string address = $"http://127.0.0.1:{Ranks.FreePort()}";
        JsonNode marked;
        using (var server = new TrainerProcess("annotate", folder.Path, "--port", new Uri(address).Port.ToString()))
        {
            server.WaitFor(address, 1);
            await Post(address, "ann", []);
            marked = await Post(address, "ann/marks", new JsonObject { ["item"] = 0, ["question"] = "hallucination", ["side"] = "right" });
            Assert.Equal(137, server.End("KILL"));
        }

        using var again = new TrainerProcess("annotate", folder.Path, "--port", new Uri(address).Port.ToString());
        again.WaitFor(address, 1);
        Assert.True(JsonNode.DeepEquals(marked, await Post(address, "ann", [])));
        Assert.Equal(ExitCode.Resources, CommandLineRun.Of("annotate", folder.Path, "--export", Labels).ExitCode);
        Assert.Equal(ExitCode.Success, again.End("TERM"));
    }

    [Theory]
    [InlineData("--simulate", "0.1")]
    [InlineData("--data", "x")]
    [InlineData("--simulate", "1.5", "--data", "x")]
    [InlineData("--overlap", "2")]
    [InlineData("--port", "70000")]
    [InlineData("--host", "example.org")]
    public void Annotate_OptionsThatMakeNoSense_AreRefused(params string[] options) =>
        Assert.Equal(ExitCode.Usage, CommandLineRun.Of(["annotate", folder.Path, .. options]).ExitCode);

    [Fact]
    public void Annotate_FolderWithoutPairs_SaysHowToMakeThem()
    {
        CommandLineRun run = CommandLineRun.Of("annotate", folder.Path);

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("data preferences", run.Error, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> Post(string address, string path, JsonObject body)
    {
        using var client = new HttpClient();
        HttpResponseMessage reply = await client.PostAsJsonAsync($"{address}/api/annotators/{path}", body);
        return JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
    }

    /// <summary>Lets somebody find more hallucination in the first answer of each pair.</summary>
    private static void Judge(AnnotationStore store, string annotator, int pairs)
    {
        for (int i = 0; i < pairs; i++)
        {
            ItemView item = store.Join(annotator).Item!;
            Side first = item.Left == store.Set.Items[item.Number].First ? Side.Left : Side.Right;
            store.Mark(annotator, item.Number, Question.Hallucination, first);
            store.Mark(annotator, item.Number, Question.Helpfulness, Side.Same);
        }
    }

    private static ComparisonRecord Pair(string image, string question) =>
        new() { Id = "p", Images = [image], Turns = [new Turn(Speaker.Human, question)], First = "A cat.", Second = "A dog." };

    private static JsonNode Json(params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.LastLine)!;
    }

    private void Annotate((string File, string Category) image)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "annotations"));
        folder.Write("annotations/instances_val.json", $$"""
            {"images": [{"id": 1, "file_name": "{{image.File}}"}], "categories": [{"id": 17, "name": "{{image.Category}}"}],
             "annotations": [{"image_id": 1, "category_id": 17}]}
            """);
    }

    /// <summary>Makes a set of the scenes' own pairs, and returns the labels that they come with.</summary>
    private int[] Take(string pairs)
    {
        string known = File.ReadAllText(Path.Combine(Scenes, "preferences", pairs));
        folder.Write("unlabelled.json", known);
        folder.Write("manifest.json", JsonSerializer.Serialize(new { image_dir = Path.Combine(Scenes, "images") }));
        return LabelsIn(known);
    }

    private int[] Preferences() => LabelsIn(File.ReadAllText(Labels));

    private static int[] LabelsIn(string json) => [.. JsonNode.Parse(json)!.AsArray().Select(pair => (int)pair!["preference"]!)];
}
