using System.Text.Json;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Commands;

public sealed class DataCheckCommandTests
{
    private const string Good = """{"id": "1", "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}], "source": "test"}""";

    [Fact]
    public void Check_GoodFile_CountsAndSucceeds()
    {
        using TemporaryDirectory folder = new();

        CommandLineRun run = CommandLineRun.Of("data", "check", folder.Write("a.jsonl", Good + "\n" + Good), "--json");

        using JsonDocument report = JsonDocument.Parse(run.LastLine);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(2, report.RootElement.GetProperty("records").GetInt32());
        Assert.Equal(1, report.RootElement.GetProperty("repeated_ids").GetInt32());
        Assert.Equal(2, report.RootElement.GetProperty("sources").GetProperty("test").GetInt32());
    }

    [Fact]
    public void Check_WrongField_NamesFileAndLineAndExitsWithData()
    {
        using TemporaryDirectory folder = new();
        string path = folder.Write("a.jsonl", Good + "\n" + Good.Replace("\"value\": \"Hi\"", "\"value\": 3", StringComparison.Ordinal));

        CommandLineRun run = CommandLineRun.Of("data", "check", path);

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains($"{path}:2", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COCO_val2014_000000000009.jpg", 1, ExitCode.Data)]
    [InlineData("COCO_val2014_000000000010.jpg", 0, ExitCode.Success)]
    public void Check_PictureOfABenchmark_IsCountedAndExitsWithData(string asked, int expected, int code)
    {
        using TemporaryDirectory folder = new();
        folder.Write("coco/000000000009.jpg", "a picture");
        string path = folder.Write("a.jsonl", Good.Replace("\"Hi\"", "\"<image>\"", StringComparison.Ordinal).Replace("\"source\"", "\"images\": [\"coco/000000000009.jpg\"], \"source\"", StringComparison.Ordinal));
        string benchmark = folder.Write("pope.json", $$"""{"question_id": 1, "image": "{{asked}}", "text": "Is there a dog?", "label": "no"}""");

        CommandLineRun run = CommandLineRun.Of("data", "check", path, "--held-out", benchmark, "--json");

        using JsonDocument report = JsonDocument.Parse(run.LastLine);
        Assert.Equal(code, run.ExitCode);
        Assert.Equal(expected, report.RootElement.GetProperty("held_out").GetProperty(benchmark).GetInt32());
        Assert.Matches($"{expected} use pictures of ", CommandLineRun.Of("data", "check", path, "--held-out", benchmark).Output);
    }

    /// <summary>Whatever the records are, and whether or not their pairs can be used.</summary>
    [Theory]
    [InlineData("""{"id": "1", "images": ["9.jpg"], "prompt": [{"from": "human", "value": "<image>\nWhy?"}], "chosen": "Because.", "rejected": "No."}""", ExitCode.Data)]
    [InlineData("""{"id": "1", "images": ["9.jpg"], "prompt": [{"from": "human", "value": "<image>\nWhy?"}], "chosen": "Same.", "rejected": "Same."}""", ExitCode.Data)]
    [InlineData("""{"image": "9.jpg", "prompt": "Why?", "completions": [{"response": "Because.", "score": 1}, {"response": "No.", "score": 0}]}""", ExitCode.Data)]
    [InlineData("""{"id": "1", "images": ["9.jpg"], "prompt": [{"from": "human", "value": "<image>\nWhy?"}]}""", ExitCode.Data)]
    [InlineData("""{"id": "1", "images": ["8.jpg"], "prompt": [{"from": "human", "value": "<image>\nWhy?"}], "chosen": "Because.", "rejected": "No."}""", ExitCode.Success)]
    public void Check_RecordsOfAnyKind_AreHeldAgainstBenchmarks(string record, int code)
    {
        using TemporaryDirectory folder = new();
        folder.Write("8.jpg", "a picture");
        folder.Write("9.jpg", "a picture");
        string benchmark = folder.Write("pope.json", """{"question_id": 1, "image": "9.jpg", "text": "Is there a dog?", "label": "no"}""");

        CommandLineRun run = CommandLineRun.Of("data", "check", folder.Write("a.jsonl", record), "--held-out", benchmark, "--json");

        using JsonDocument report = JsonDocument.Parse(run.LastLine);
        Assert.Equal(code, run.ExitCode);
        Assert.Equal(code == ExitCode.Data ? 1 : 0, report.RootElement.GetProperty("held_out").GetProperty(benchmark).GetInt32());
    }

    [Fact]
    public void Check_Preferences_CountsPairsAndWhatIsLeftOut()
    {
        using TemporaryDirectory folder = new();
        const string Pair = """{"prompt": "Why?", "completions": [{"response": "Because.", "score": 1}, {"response": "No.", "score": 0}]}""";
        string path = folder.Write("a.jsonl", Pair + "\n" + Pair.Replace("No.", "because", StringComparison.Ordinal));

        CommandLineRun text = CommandLineRun.Of("data", "check", path, "--kind", "preference", "--format", "completions");
        CommandLineRun json = CommandLineRun.Of("data", "check", path, "--kind", "preference", "--format", "completions", "--json");

        using JsonDocument report = JsonDocument.Parse(json.LastLine);
        Assert.Equal(ExitCode.Data, json.ExitCode);
        Assert.Equal(1, report.RootElement.GetProperty("pairs").GetInt32());
        Assert.Equal(1, report.RootElement.GetProperty("rejections").GetProperty("identical_answers").GetInt32());
        Assert.Contains($"{path}:2: both answers are the same.", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NeitherKindNorFormat_FindsThemOut()
    {
        using TemporaryDirectory folder = new();
        string pairs = folder.Write("a.jsonl", """{"id": "1", "prompt": [{"from": "human", "value": "Why?"}], "chosen": "Because.", "rejected": "No."}""");
        string prompts = folder.Write("b.jsonl", """{"id": "1", "prompt": [{"from": "human", "value": "Why?"}]}""");

        using JsonDocument pairReport = JsonDocument.Parse(CommandLineRun.Of("data", "check", pairs, "--json").LastLine);
        using JsonDocument promptReport = JsonDocument.Parse(CommandLineRun.Of("data", "check", prompts, "--json").LastLine);

        Assert.Equal(1, pairReport.RootElement.GetProperty("pairs").GetInt32());
        Assert.Equal(0, promptReport.RootElement.GetProperty("bad_records").GetInt32());
    }

    [Fact]
    public void Check_FolderOfPicturesThatIsNotThere_IsAUsageError()
    {
        using TemporaryDirectory folder = new();

        CommandLineRun run = CommandLineRun.Of("data", "check", folder.Write("a.jsonl", Good), "--images", "/no/such/folder");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("there is none at /no/such/folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UnknownKind_IsAUsageError() => Assert.Equal(ExitCode.Usage, CommandLineRun.Of("data", "check", "a.jsonl", "--kind", "poem").ExitCode);
}
