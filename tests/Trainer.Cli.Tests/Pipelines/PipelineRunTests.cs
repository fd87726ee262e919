using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;
using Trainer.Data;
using Trainer.Recipes;

namespace Trainer.Cli.Tests.Pipelines;

/// <summary>In which order steps run, what is done again, and what becomes of a failure.</summary>
public sealed class PipelineRunTests : IDisposable
{
    private const string Chain = """
          - { name: a, run: "write {here}/x 1", makes: [x] }
          - { name: b, run: "write {here}/y {seed}", makes: [y] }
          - { name: c, run: "write {here}/z 3", needs: [a], makes: [z] }
        """;

    private readonly FakeVerbs verbs = new();

    public void Dispose() => verbs.Dispose();

    [Fact]
    public void Run_FreshFolder_DoesAllInOrderAndWritesTheLineage()
    {
        Assert.Equal(0, verbs.Run(Chain).Code);

        Assert.Equal(["write x 1", "write y 17", "write z 3"], verbs.Calls);
        JsonNode lineage = JsonNode.Parse(File.ReadAllText(Path.Combine(verbs.Out, "lineage.json")))!;
        JsonNode[] steps = [.. lineage["steps"]!.AsArray()!];
        Assert.Equal(["a", "b", "c"], steps.Select(step => (string?)step["name"]));
        Assert.Equal((string?)steps[0]["digest"], (string?)steps[2]["needs"]!["a"]);

        // echo -n 3 | sha256sum
        Assert.Equal("4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce", (string?)steps[2]["makes"]!["z"]);
        Assert.Equal("17", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(verbs.Out, "steps/b.json")))!["result"]!["text"]);
        Assert.StartsWith("writing", File.ReadAllText(Path.Combine(verbs.Out, "steps/b.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Again_DoesNothing()
    {
        verbs.Run(Chain);
        string lineage = File.ReadAllText(Path.Combine(verbs.Out, "lineage.json"));

        (int code, string said) = verbs.Run(Chain);

        Assert.Equal(0, code);
        Assert.Empty(verbs.Calls);
        Assert.Contains("step 2/3 b is done already", said, StringComparison.Ordinal);
        Assert.Equal(lineage, File.ReadAllText(Path.Combine(verbs.Out, "lineage.json")));
    }

    [Fact]
    public void Run_ChangedCommandLine_DoesThatStepAndThoseBehindIt()
    {
        verbs.Run(Chain);
        File.WriteAllText(Path.Combine(verbs.Out, "a", "leftover"), "of before");

        (_, string said) = verbs.Run(Chain.Replace("x 1", "x 2", StringComparison.Ordinal));

        Assert.Equal(["write x 2", "write y 17", "write z 3"], verbs.Calls);
        Assert.Contains("step 1/3 a is done again: its command line was 'write ", said, StringComparison.Ordinal);
        Assert.Contains("step 3/3 c is done again: 'a' has changed", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(verbs.Out, "a", "leftover")));
    }

    [Fact]
    public void Run_AnotherSeed_LeavesAloneWhatDoesNotReadIt()
    {
        verbs.Run(Chain);

        verbs.Run(Chain, "seed=18");

        Assert.Equal(["write y 18"], verbs.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_SpoiltResult_IsMadeAgain(bool isDeleted)
    {
        verbs.Run(Chain);
        string path = Path.Combine(verbs.Out, "b", "y");
        (isDeleted ? (Action)(() => File.Delete(path)) : () => File.WriteAllText(path, "spoilt"))();

        (_, string said) = verbs.Run(Chain);

        Assert.Equal(["write y 17"], verbs.Calls);
        Assert.Contains("b is done again: y is not what it made", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FailingStep_EndsWithItsCodeAndGoesOnFromThere()
    {
        verbs.ExitCode = 5;
        (int code, string said) = verbs.Run(Chain);
        Assert.Equal(5, code);
        Assert.Equal(["write x 1"], verbs.Calls);
        Assert.Contains("step 1/3 a failed with exit code 5", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(verbs.Out, "lineage.json")));
        File.WriteAllText(Path.Combine(verbs.Out, "a", "half"), "done");

        verbs.ExitCode = 0;
        Assert.Contains("a was interrupted and goes on", verbs.Run(Chain).Said, StringComparison.Ordinal);

        Assert.Equal(3, verbs.Calls.Count);
        Assert.True(File.Exists(Path.Combine(verbs.Out, "a", "half")));
    }

    [Fact]
    public void Run_InterruptedStep_SaysSo()
    {
        verbs.ExitCode = ExitCode.Terminated;

        Assert.Contains("step 1/3 a was interrupted. The same command goes on", verbs.Run(Chain).Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StepThatDoesNotMakeWhatItSays_IsTheRecipesFault()
    {
        RecipeException error = Assert.Throws<RecipeException>(() => verbs.Run("  - { name: a, run: \"write {here}/x 1\", makes: [y] }"));

        Assert.Contains("steps[0].makes names 'y', which step a did not make", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FolderThatNoStepMade_IsNeverDeleted()
    {
        string mine = Directory.CreateDirectory(Path.Combine(verbs.Out, "a")).FullName;

        Assert.Contains("no step made it", Assert.Throws<DataException>(() => verbs.Run(Chain)).Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(mine));
    }

    [Fact]
    public void Run_BrokenRecord_NamesTheFile()
    {
        verbs.Run(Chain);
        File.WriteAllText(Path.Combine(verbs.Out, "steps", "b.json"), "{");

        Assert.Contains("b.json is not the record of a step", Assert.Throws<DataException>(() => verbs.Run(Chain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SharedStep_IsDoneOnceForTwoPipelines()
    {
        string steps = "  - { name: data, shared: true, run: \"write {here}/x 1\", makes: [x] }\n  - { name: b, run: \"write {here}/y {shared}{seed}\" }";
        string shared = $"shared_dir={verbs.PathOf("shared")}";
        verbs.Run(steps, shared, $"output_dir={verbs.PathOf("one")}");

        verbs.Run(steps, shared, $"output_dir={verbs.PathOf("two")}", "seed=18");

        Assert.Equal($"write y {verbs.PathOf("shared")}18", Assert.Single(verbs.Calls));
    }

    [Fact]
    public void Run_Training_GoesOnFromItsCheckpointUnlessToldOtherwise()
    {
        verbs.Run("  - { name: a, run: run x.yaml }\n  - { name: b, run: run x.yaml training.resume_from_checkpoint=none }");

        Assert.Equal(["run x.yaml training.resume_from_checkpoint=auto Normal", "run x.yaml training.resume_from_checkpoint=none Normal"], verbs.Calls);
    }

    [Fact]
    public void Run_Quiet_IsQuietInTheStepsThatDontChooseThemselves()
    {
        verbs.Verbosity = Verbosity.Quiet;

        verbs.Run("  - { name: a, run: run x }\n  - { name: b, run: run x -v diagnostic }");

        Assert.Equal(["Quiet", "Diagnostic"], verbs.Calls.Select(call => call.Split(' ')[^1]));
    }

    [Fact]
    public void Preview_ChangedStep_NamesThoseThatComeAfter()
    {
        verbs.Run(Chain);
        Pipeline changed = verbs.Load(Chain.Replace("x 1", "x 2", StringComparison.Ordinal));

        StepState[] states = [.. new PipelineRun(changed, StepStreams.None, TimeProvider.System).Preview().Select(step => step.Value)];

        Assert.Equal([StepProgress.Open, StepProgress.Open, StepProgress.Open], states.Select(state => state.Progress));
        Assert.Equal("comes after a", states[2].Reason);
    }
}
