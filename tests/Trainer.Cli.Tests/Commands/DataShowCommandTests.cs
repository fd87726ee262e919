using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Trainer.Data.Images;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;

namespace Trainer.Cli.Tests.Commands;

public sealed class DataShowCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const string Plain = """{"id":"a","conversations":[{"from":"human","value":"Hi"},{"from":"gpt","value":"a dog"}]}""";

    /// <summary>Worked by hand: the answer with the space before it and the end of sequence are learnt, and nothing else.</summary>
    [Fact]
    public void Show_Conversation_MarksTheAnswerAsLearnt()
    {
        JsonNode tokens = Show(world.Write("plain.jsonl", Plain))[0]!["rows"]![0]!["tokens"]!;

        Assert.Equal("<s>\u2581USER:\u2581Hi\u2581ASSISTANT:", Spelt(tokens, "masked"));
        Assert.Equal("\u2581a\u2581dog</s>", Spelt(tokens, "learnt"));
    }

    [Fact]
    public void Show_Recipe_HasTheLabelsOfTraining()
    {
        CommandLineRun run = CommandLineRun.Of("data", "show", "--recipe", world.Recipe, "--records", "5", "--json", "--out", world.PathOf("recipe.html"));
        JsonNode[] records = [.. JsonNode.Parse(run.LastLine)!["records"]!.AsArray().Select(record => record!)];
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(world.Model);
        LlavaConfig config = LlavaConfigJson.Read(Path.Combine(world.Model, "config.json"));
        var encoder = new ConversationEncoder(tokenizer, ConversationTemplates.ByName("llava_hf"), new() { ImageTokenCount = config.ImageTokenCount, ImageTokenId = config.ImageTokenId });
        using var file = Data.Readers.RecordFile.Open(world.Conversations, RecordFormats.Conversation("llava"));
        Dictionary<string, ConversationRecord> byId = Enumerable.Range(0, file.Count).Select(file.Read).ToDictionary(record => record.Id);

        Assert.Equal(5, records.Length);
        Assert.All(records, record => Assert.Equal(
            encoder.Encode(byId[record["id"]!.ToString()].Turns)!.Labels.Where(label => label != TokenizedConversation.Ignored),
            record["rows"]![0]!["tokens"]!.AsArray().Where(token => token!["use"]!.ToString() == "learnt").Select(token => token!["id"]!.GetValue<long>())));
        Assert.All(records, record => Assert.Single(record["rows"]![0]!["tokens"]!.AsArray(), token => token!["use"]!.ToString() == "picture"));
    }

    [Fact]
    public void Show_Pair_HoldsThePromptOnceAndMarksBothAnswers()
    {
        string path = world.Write("pair.jsonl", """{"id":"p","prompt":[{"from":"human","value":"Hi"}],"chosen":"a dog","rejected":"a cat"}""");

        JsonNode rows = Show(path)[0]!["rows"]!;

        Assert.Equal("<s>\u2581USER:\u2581Hi\u2581ASSISTANT:", Spelt(rows[0]!["tokens"]!, "masked"));
        Assert.Equal("\u2581a\u2581dog</s>", Spelt(rows[1]!["tokens"]!, "learnt"));
        Assert.Equal("\u2581a\u2581cat</s>", Spelt(rows[2]!["tokens"]!, "learnt"));
        Assert.Contains("<mark class=\"wrong\">cat</mark>", File.ReadAllText(world.PathOf("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_OfTheSameRecords_CountsTheSameTokens()
    {
        string path = world.Write("counted.jsonl", Plain);
        int shown = Show(path)[0]!["rows"]![0]!["tokens"]!.AsArray().Count;

        CommandLineRun run = CommandLineRun.Of("data", "stats", path, "--model", world.Model, "--template", "llava_hf", "--json");

        Assert.Equal(shown, JsonNode.Parse(run.LastLine)!["distributions"]!["record_tokens"]!["most"]!.GetValue<int>());
    }

    [Fact]
    public void Show_LongRecord_StrikesOutWhatIsBeyondTheLimit()
    {
        string path = world.Write("long.jsonl", Plain);
        int length = Show(path)[0]!["rows"]![0]!["tokens"]!.AsArray().Count;

        JsonNode record = Show(path, "--max-length", $"{length - 1}")[0]!;

        Assert.Equal("cut", record["state"]!.ToString());
        Assert.Equal("</s>", Spelt(record["rows"]![0]!["tokens"]!, "cut"));
    }

    [Fact]
    public void Show_RecordThatBreaksARule_SaysSoAndShowsItsText()
    {
        JsonNode record = Show(world.Write("rule.jsonl", Plain.Replace("a dog", "a </s> dog", StringComparison.Ordinal)))[0]!;

        Assert.Equal("refused", record["state"]!.ToString());
        Assert.Contains("contains '</s>'", record["outcome"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(record["rows"]!.AsArray());
    }

    [Fact]
    public void Show_MissingPicture_WouldStopARun()
    {
        JsonNode record = Show(world.Write("gone.jsonl", """{"id":"a","images":["gone.png"],"conversations":[{"from":"human","value":"<image>\nHi"},{"from":"gpt","value":"a dog"}]}"""))[0]!;

        Assert.Equal("refused", record["state"]!.ToString());
        Assert.Contains("gone.png", record["outcome"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("\u2581a\u2581dog</s>", Spelt(record["rows"]![0]!["tokens"]!, "learnt"));
    }

    [Fact]
    public void Show_HostileRecord_BecomesNeitherMarkupNorPixels()
    {
        byte[] png = ImageCodec.Encode(ImageBuffer.Solid(4, 4, 1, 2, 3), ".png");
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        File.WriteAllBytes(world.PathOf("huge.png"), png);
        string path = world.Write("hostile.jsonl", """{"id":"<script>id</script>","source":"<b>","images":["huge.png"],"conversations":[{"from":"human","value":"<image><script>alert(1)</script>"},{"from":"gpt","value":"<img src=x onerror=alert(1)>"}]}""");

        Show(path);

        string html = File.ReadAllText(world.PathOf("page.html"));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;id&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("huge.png can", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_SeveralRecords_AreDrawnBySeed()
    {
        string[] first = Ids("--seed", "1");

        Assert.Equal(first, Ids("--seed", "1"));
        Assert.NotEqual(first, Ids("--seed", "2"));
    }

    /// <summary>The question behind each answer holds the facts, and the last token is the one that is scored.</summary>
    [Fact]
    public void Show_RewardRecipe_ShowsWhatIsJudgedWithFactsAndQuestion()
    {
        JsonNode record = ShowRecipe(RewardRecipe("max_length: 2048"))[0]!;
        JsonNode[] rows = [.. record["rows"]!.AsArray().Select(row => row!)];

        Assert.Equal("used", record["state"]!.ToString());
        Assert.Equal(["Chosen, judged", "Rejected, judged"], rows.Select(row => row["title"]!.ToString()));
        Assert.All(rows, row =>
        {
            string said = string.Concat(row["tokens"]!.AsArray().Select(token => token!["text"]!.ToString()));
            Assert.EndsWith("description\u2581is", said, StringComparison.Ordinal);
            Assert.Contains("escription:", said, StringComparison.Ordinal);
            Assert.Equal("scored", row["tokens"]!.AsArray()[^1]!["use"]!.ToString());
            Assert.DoesNotContain(row["tokens"]!.AsArray(), token => token!["use"]!.ToString() == "learnt");
        });
    }

    [Fact]
    public void Show_RewardRecipeWithALowLimit_StrikesOutTheAnswersEnd()
    {
        JsonNode whole = ShowRecipe(RewardRecipe("max_length: 2048"))[0]!;
        int length = whole["rows"]!.AsArray().Max(row => LengthOf(row!, beyond: true));

        JsonNode cut = ShowRecipe(RewardRecipe($"max_length: {length - 2}"))[0]!;

        Assert.Equal("cut", cut["state"]!.ToString());
        Assert.All(cut["rows"]!.AsArray(), row => Assert.Equal("scored", row!["tokens"]!.AsArray()[^1]!["use"]!.ToString()));
        Assert.Equal(length - 2, cut["rows"]!.AsArray().Max(row => LengthOf(row!, beyond: false)));
        Assert.Equal(length, cut["rows"]!.AsArray().Max(row => LengthOf(row!, beyond: true)));
    }

    [Theory]
    [InlineData(0, "used", 2)]
    [InlineData(3, "left_out", 1)]
    public void Show_PpoRecipe_ShowsThePromptAndWhatTheRewardModelIsAsked(int queryLength, string state, int rows)
    {
        string judge = world.PathOf($"judge-{queryLength}");
        CommandLineRun trained = CommandLineRun.Of("run", RewardRecipe("max_length: 400"), $"output_dir={judge}", "training.max_steps=1", "training.save_steps=0");
        Assert.True(trained.ExitCode == 0, trained.Error);
        string recipe = world.Write("ppo.yaml", $$"""
            stage: ppo
            output_dir: {{world.PathOf("ppo")}}
            model: { model_name_or_path: {{world.Model}}, lora_r: 4 }
            data: { datasets: [{ path: {{world.PathOf("scenes/ppo/ppo_prompts.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: llava_hf, max_length: 300 }
            ppo: { reward_model: {{judge}}/model, facts: {{world.PathOf("scenes/preferences/image_to_caption.json")}}, response_length: 8, query_length: {{queryLength}} }
            """);

        JsonNode record = ShowRecipe(recipe)[0]!;

        Assert.Equal((state, rows), (record["state"]!.ToString(), record["rows"]!.AsArray().Count));
        Assert.Equal(rows == 2 ? "scored" : "cut", record["rows"]![rows - 1]!["tokens"]!.AsArray()[^1]!["use"]!.ToString());
    }

    [Theory]
    [InlineData("bpo")]
    [InlineData("preferences")]
    public void Show_RecipeThatLearnsNothing_SaysWhatToShowInstead(string stage)
    {
        string path = world.Write($"{stage}.yaml", $$"""
            stage: {{stage}}
            output_dir: {{world.PathOf("nothing")}}
            model: { model_name_or_path: {{world.Model}} }
            data: { datasets: [{ path: {{world.Conversations}}, format: llava }], chat_template: llava_hf }
            """);

        CommandLineRun run = CommandLineRun.Of("data", "show", "--recipe", path);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("learns nothing from records", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", "show")]
    [InlineData("data", "show", "a.jsonl", "--recipe", "tiny/sft")]
    [InlineData("data", "show", "a.jsonl", "--records", "0")]
    [InlineData("data", "show", "a.jsonl", "--max-length", "0")]
    public void Show_NothingToShow_IsAUsageError(params string[] arguments) => Assert.Equal(ExitCode.Usage, CommandLineRun.Of(arguments).ExitCode);

    private static int LengthOf(JsonNode row, bool beyond) => row["tokens"]!.AsArray()
        .Where(token => beyond || token!["use"]!.ToString() != "cut")
        .Sum(token => token!["use"]!.ToString() == "picture" ? int.Parse(token["text"]!.ToString().Split('\u00d7', ' ')[1], System.Globalization.CultureInfo.InvariantCulture) : 1);

    private string RewardRecipe(string limit) => world.Write("reward.yaml", $$"""
        stage: reward
        output_dir: {{world.PathOf("reward")}}
        model: { model_name_or_path: {{world.Model}} }
        data: { datasets: [{ path: {{world.PathOf("scenes/preferences/exchanged_preference.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: llava_hf, overlong: truncate_response, val_size: 2, {{limit}} }
        reward: { prompt: brief, fact_kind: captions, facts: {{world.PathOf("scenes/preferences/image_to_caption.json")}} }
        """);

    private JsonArray ShowRecipe(string recipe)
    {
        CommandLineRun run = CommandLineRun.Of("data", "show", "--recipe", recipe, "--records", "1", "--json", "--out", world.PathOf("recipe.html"));
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.LastLine)!["records"]!.AsArray();
    }

    private string[] Ids(params string[] more) =>
        [.. Show(world.Conversations, [.. more, "--image-dir", world.PathOf("scenes/images"), "--records", "6"]).Select(record => record!["id"]!.ToString())];

    private static string Spelt(JsonNode tokens, string use) =>
        string.Concat(tokens.AsArray().Where(token => token!["use"]!.ToString() == use).Select(token => token!["text"]!.ToString()));

    private JsonArray Show(string path, params string[] more)
    {
        CommandLineRun run = CommandLineRun.Of(["data", "show", path, "--model", world.Model, "--template", "llava_hf", "--out", world.PathOf("page.html"), "--json", .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.LastLine)!["records"]!.AsArray();
    }
}
