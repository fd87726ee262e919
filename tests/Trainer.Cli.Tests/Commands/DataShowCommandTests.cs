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

    [Theory]
    [InlineData("data", "show")]
    [InlineData("data", "show", "a.jsonl", "--recipe", "tiny/sft")]
    [InlineData("data", "show", "a.jsonl", "--records", "0")]
    [InlineData("data", "show", "a.jsonl", "--max-length", "0")]
    [InlineData("data", "show", "--recipe", "tiny/ppo")]
    public void Show_NothingToShow_IsAUsageError(params string[] arguments) => Assert.Equal(ExitCode.Usage, CommandLineRun.Of(arguments).ExitCode);

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
