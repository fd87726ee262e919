using System.Text.Json.Nodes;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Commands;

public sealed class DataStatsCommandTests
{
    private const string Longer = """{"id":"1","prompt":[{"from":"human","value":"Why?"}],"chosen":"a b c d","rejected":"<script>alert(1)</script>","source":"<script>"}""";

    [Fact]
    public void Stats_Pairs_ReportsTheLengthBias()
    {
        using TemporaryDirectory folder = new();
        string path = folder.Write("a.jsonl", Longer + "\n" + Longer.Replace("a b c d", "a b c d e f", StringComparison.Ordinal));

        CommandLineRun text = CommandLineRun.Of("data", "stats", path);
        CommandLineRun json = CommandLineRun.Of("data", "stats", path, "--json");

        JsonNode bias = JsonNode.Parse(json.LastLine)!["length_bias"]!;
        Assert.Equal(ExitCode.Success, text.ExitCode);
        Assert.Contains("a.jsonl (preference records, format trainer): 2 records, 0 of them bad", text.Output, StringComparison.Ordinal);
        Assert.Contains("chosen less rejected: +4.00 words (95 % interval -8.71 to +16.71); chosen is longer in 100.0 % of 2 pairs", text.Output, StringComparison.Ordinal);
        Assert.Equal(4, bias["mean_difference"]!.GetValue<double>());
        Assert.Equal(-8.706, bias["interval_95"]![0]!.GetValue<double>(), 1e-3);
    }

    [Fact]
    public void Stats_HostileTexts_AreEscapedOnThePageAndPlainInATerminal()
    {
        using TemporaryDirectory folder = new();
        string path = folder.Write("a.jsonl", string.Join('\n', Enumerable.Repeat(Longer.Replace("a b c d", "\\u001b[31m red", StringComparison.Ordinal), 3)));
        string page = Path.Combine(folder.Path, "new", "page.html");

        CommandLineRun run = CommandLineRun.Of("data", "stats", path, "--out", page);

        string html = File.ReadAllText(page);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void Stats_BadRecords_AreCountedAndNamed()
    {
        using TemporaryDirectory folder = new();
        string path = folder.Write("a.jsonl", Longer + "\n{}");

        CommandLineRun run = CommandLineRun.Of("data", "stats", path);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("2 records, 1 of them bad", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{path}:2: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_UnknownKind_IsAUsageError() => Assert.Equal(ExitCode.Usage, CommandLineRun.Of("data", "stats", "a.jsonl", "--kind", "poem").ExitCode);

    [Fact]
    public void Stats_UnreadableFile_IsAnErrorOfData() => Assert.Equal(ExitCode.Data, CommandLineRun.Of("data", "stats", "no/such/file.jsonl").ExitCode);
}
