using System.Text.RegularExpressions;
using Trainer.Cli.Reports;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Reports;

public sealed class RunReportTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public RunReportTests()
    {
        folder.Write("recipe.yaml", "stage: ppo\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_Rollouts_ShowsTheFirstTheMiddleAndTheLast()
    {
        foreach (int number in new[] { 0, 5, 10, 15, 20 })
        {
            Log(number, answers: 2);
        }

        Assert.Equal(["Rollout 0", "Rollout 10", "Rollout 20"], Regex.Matches(Report(), "Rollout \\d+").Select(match => match.Value));
    }

    [Theory]
    [InlineData(3, new[] { 3, 2, 1 })]
    [InlineData(6, new[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(16, new[] { 16, 15, 14, 13, 4, 3, 2, 1 })]
    public void Write_Answers_AreTheHighestThenTheLowest(int answers, int[] rewards)
    {
        Log(0, answers);

        Assert.Equal(rewards, Regex.Matches(Report(), "answer (\\d+)").Select(match => int.Parse(match.Groups[1].Value)));
    }

    [Fact]
    public void Write_TrippedWatch_IsSaidFirst()
    {
        Log(0, answers: 2);
        folder.Write("watch.json", """{"figure": "watch/length_ratio", "value": 2.5, "limit": 2, "rollout": 7, "message": "Reward watch, rollout 7: too long."}""");

        string html = Report();

        Assert.InRange(html.IndexOf("too long.", StringComparison.Ordinal), 1, html.IndexOf("Rollout 0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("It is a dot.", true)]
    [InlineData("", false)]
    public void Write_Samples_ShowTheRecordsAnswerWhereItHasOne(string reference, bool expected)
    {
        const string onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        string picture = Path.Combine(folder.Path, "dot.png");
        File.WriteAllBytes(picture, Convert.FromBase64String(onePixel));
        Directory.CreateDirectory(Path.Combine(folder.Path, "samples"));
        folder.Write("samples/step-0.jsonl", $$"""{"id": "q", "image": "{{picture}}", "question": "What?", "reference": "{{reference}}", "answer": "A dot."}""" + "\n");

        Assert.Equal(expected, Report().Contains("<h3>record</h3>", StringComparison.Ordinal));
    }

    private string Report() => File.ReadAllText(RunReport.Write(folder.Path));

    private void Log(int number, int answers)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "rollouts"));
        folder.Write($"rollouts/step-{number}.jsonl", string.Join('\n', Enumerable.Range(1, answers).Select(Line)) + "\n");
    }

    private static string Line(int reward) =>
        $$$"""{"id": "q", "image": null, "question": "<image>\nWhat is it?", "answer": "answer {{{reward}}}", "tokens": 4, "reward": {{{reward}}}, "terms": {"model": {{{reward}}}}}""";
}
