using System.Text.Json.Nodes;
using Trainer.Cli.Tests.Runs;

namespace Trainer.Cli.Tests.Pipelines;

/// <summary>What becomes of a pipeline whose process is stopped or killed.</summary>
public sealed class PipelineInterruptionTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public void Run_KilledInItsSecondStep_EndsAsIfNothingHadHappened()
    {
        string recipe = Write("scenes.yaml", """
              - { name: first, run: "data scenes --out {here} --images 30 --seed 1", makes: [images] }
              - { name: second, run: "data scenes --out {here} --images 200 --seed 2", makes: [images] }
            """);
        using (var process = new TrainerProcess("run", recipe, $"output_dir={world.PathOf("killed")}"))
        {
            process.WaitFor("step 2/2", 1);
            Assert.Equal(128 + 9, process.End("KILL"));
        }

        CommandLineRun again = CommandLineRun.Of("run", recipe, $"output_dir={world.PathOf("killed")}");
        CommandLineRun whole = CommandLineRun.Of("run", recipe, $"output_dir={world.PathOf("whole")}");

        Assert.Contains("first is done already", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is done again", again.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (again.ExitCode, whole.ExitCode));
        Assert.Equal(Makes("whole"), Makes("killed"));
    }

    [Fact]
    public void Run_TerminatedWhileTraining_LeavesACheckpointToGoOnFrom()
    {
        string recipe = Write("endless.yaml", $"  - {{ name: sft, run: \"run {world.Recipe} output_dir={{here}} training.max_steps=1000000\", makes: [model] }}");
        using var process = new TrainerProcess("run", recipe, $"output_dir={world.PathOf("stopped")}");
        process.WaitFor("loss", 2);

        Assert.Equal(ExitCode.Terminated, process.End("TERM"));

        Assert.NotEmpty(Directory.GetDirectories(world.PathOf("stopped/sft"), "checkpoint-*"));
        Assert.Contains("sft was interrupted and goes on", CommandLineRun.Of("check", recipe, $"output_dir={world.PathOf("stopped")}", "--dry-run").Output, StringComparison.Ordinal);
    }

    private string Write(string name, string steps)
    {
        string path = world.PathOf(name);
        File.WriteAllText(path, $"stage: pipeline\noutput_dir: out\nsteps:\n{steps}");
        return path;
    }

    private string Makes(string folder) =>
        string.Concat(JsonNode.Parse(File.ReadAllText(world.PathOf($"{folder}/lineage.json")))!["steps"]!.AsArray().Select(step => step!["makes"]!.ToJsonString()));
}
