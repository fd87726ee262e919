using Trainer.Cli.Pipelines;
using Trainer.Cli.Studies;
using Trainer.Cli.Tests.Pipelines;
using Trainer.Recipes;

namespace Trainer.Cli.Tests.Studies;

public sealed class StudyRunTests : IDisposable
{
    private const string Steps = """
          - { name: data, shared: true, run: "write {here}/x all", makes: [x] }
          - { name: chair-sft, run: "write {here}/y {seed}" }
        study: { baseline: sft }
        """;

    private readonly FakeVerbs verbs = new();

    public void Dispose() => verbs.Dispose();

    [Fact]
    public void Run_TwoSeeds_SharesWhatIsSharedAndWritesTheFiles()
    {
        StudyResult done = Run(Steps, 4, 9);

        Assert.Equal(["write x all", "write y 4", "write y 9"], verbs.Calls);
        Assert.Equal([4UL, 9], done.Table!.Seeds);
        Assert.True(File.Exists(Path.Combine(verbs.Out, "seed-9", "lineage.json")));
        Assert.True(File.Exists(Path.Combine(verbs.Out, "shared", "data", "x")));
        Assert.All(["study.json", "study.md"], file => Assert.True(File.Exists(Path.Combine(verbs.Out, file))));
    }

    [Fact]
    public void Run_FailingStep_EndsWithItsCode()
    {
        verbs.ExitCode = 5;

        Assert.Equal((5, null), (Run(Steps, 4, 9).ExitCode, Run(Steps, 4, 9).Table));
    }

    [Fact]
    public void Run_NoStudyBlock_SaysWhatToAdd() => Assert.Contains(
        "study: { baseline: sft }",
        Assert.Throws<UsageException>(() => Run("  - { name: chair-sft, run: write x y }", 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Load_UnknownBaseline_ListsTheRows()
    {
        RecipeException error = Assert.Throws<RecipeException>(() => verbs.Load(Steps.Replace("baseline: sft", "baseline: stf", StringComparison.Ordinal)));

        Assert.Equal("line 6: study.baseline is 'stf', but the steps named chair-ROW and pope-ROW measure sft.", Assert.Single(error.Problems).ToString());
    }

    [Theory]
    [InlineData("1,x")]
    [InlineData("1,1")]
    [InlineData("-1")]
    [InlineData("")]
    public void Study_BadSeeds_AreRefused(string seeds)
    {
        CommandLineRun run = CommandLineRun.Of("study", "tiny/bpo-study", "--seeds", seeds);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--seeds", run.Error, StringComparison.Ordinal);
    }

    private StudyResult Run(string steps, params ulong[] seeds)
    {
        string path = verbs.Load(steps).Source;
        return new StudyRun(path, [], seeds, verbs.Create).Run(StepStreams.None);
    }
}
