using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trainer.Cli.Distributed;
using Trainer.Cli.Tests.Runs;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Cli.Tests.Distributed;

/// <summary>Real processes that train together by Gloo.</summary>
public sealed partial class LaunchTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Launch_MixedRecords_EqualsOneProcessWithTheSummedBatch()
    {
        // Half of the records have no picture, so that the projector often has a gradient in one of the processes only.
        string[] mixed = [.. Mixed(), "training.max_steps=12", "training.learning_rate=1e-4", "model.freeze_multi_modal_projector=false"];
        string alone = Require("mixed-1", CommandLineRun.Of(["run", world.Recipe, .. mixed, Output("mixed-1"), "training.per_device_train_batch_size=2"]));

        string together = Require("mixed-2", Launch([.. mixed, Output("mixed-2"), "training.per_device_train_batch_size=1"]));

        RequireNear(alone, together);
        RequireSameMetrics("mixed-1", "mixed-2");
        JsonNode environment = JsonNode.Parse(File.ReadAllText(world.PathOf("mixed-2/environment.json")))!;
        Assert.Equal((2, 2), ((int)environment["processes"]!, (int)environment["global_batch"]!));
    }

    [Fact]
    public void Launch_KilledAndResumed_GivesTheSameBytes()
    {
        string[] settings = ["training.max_steps=60", "training.per_device_train_batch_size=2", "model.finetuning_type=lora", "model.lora_dropout=0.1"];
        string whole = Require("whole", Launch([.. settings, Output("whole")]));

        LaunchedProcess[] processes = Start(TextWriter.Null, [.. settings, Output("killed")]);
        WaitFor(() => Directory.Exists(world.PathOf("killed/checkpoint-4")));
        Array.ForEach(processes, process => process.End());
        Assert.All(processes, process => Assert.NotEqual(0, CodeOf(process)));
        string resumed = Require("killed", Launch([.. settings, Output("killed"), "training.resume_from_checkpoint=auto"]));

        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "adapter_model.safetensors")), File.ReadAllBytes(Path.Combine(resumed, "adapter_model.safetensors")));
    }

    [Fact]
    public void Run_OtherRankKilled_EndsWithItsOwnCodeAndSaysWhy()
    {
        using var error = new StringWriter();
        LaunchedProcess[] processes = Start(error, "training.max_steps=100000", Output("orphan"));
        WaitFor(() => Directory.Exists(world.PathOf("orphan/checkpoint-2")));

        processes[1].End();

        Assert.Equal(ExitCode.GroupBroken, CodeOf(processes[0]));
        Assert.Contains("[0] error: rank 0: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Another process ended or hangs", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherRankHangs_EndsAfterTheTimeOut()
    {
        // Here this test is rank 1: it comes, and then never answers.
        using var error = new StringWriter();
        var first = new Membership(0, 2, 0, "127.0.0.1", Ranks.FreePort());
        LaunchedProcess process = Start(error, first, "distributed.timeout_seconds=3", Output("hanging"));
        using ProcessGroup group = ProcessGroup.Join(first with { Rank = 1, LocalRank = 1 }, new ProcessGroupOptions { Timeout = Patience });
        var clock = Stopwatch.StartNew();

        Assert.Equal(ExitCode.GroupBroken, CodeOf(process));

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(3), Patience);
        Assert.Contains("time-out 3 s", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Launch_RecordOfOneRankIsBad_ReturnsItsCodeAndNamesIt()
    {
        string images = Directory.CreateDirectory(world.PathOf("damaged")).FullName;
        foreach (string image in Directory.EnumerateFiles(world.PathOf("scenes/images")))
        {
            File.Copy(image, Path.Combine(images, Path.GetFileName(image)));
        }

        File.WriteAllText(Path.Combine(images, "000000000040.png"), "no picture");

        CommandLineRun run = Launch($"data.image_dir={images}", "data.val_size=0", "training.max_steps=1000", Output("bad"));

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Match named = Culprit().Match(run.Error);
        Assert.True(named.Success, run.Error);
        Assert.Contains($"[{named.Groups[1]}] error: rank {named.Groups[1]}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("000000000040.png", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TermToOneRank_SavesACheckpointAndStopsAll()
    {
        LaunchedProcess[] processes = Start(TextWriter.Null, "training.max_steps=100000", Output("stopped"));
        WaitFor(() => Directory.Exists(world.PathOf("stopped/checkpoint-2")));

        processes[1].Send(PosixSignal.SIGTERM);

        Assert.All(processes, process => Assert.Equal(ExitCode.Terminated, CodeOf(process)));
        Assert.NotEmpty(Directory.EnumerateDirectories(world.PathOf("stopped"), "checkpoint-*"));
        Assert.True(File.Exists(world.PathOf("stopped/report.html")));
    }

    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public void Launch_Signal_IsPassedOnAndLeavesACheckpoint(string signal, int code)
    {
        string output = world.PathOf($"launched-{signal}");
        using var launcher = new TrainerProcess("launch", "--nproc-per-node", "2", "run", world.Recipe, $"output_dir={output}", "training.max_steps=1000000", "training.save_steps=0");
        launcher.WaitFor("[0] step", 2);

        Assert.Equal(code, launcher.End(signal));

        Assert.Single(Directory.EnumerateDirectories(output, "checkpoint-*"));
    }

    [Theory]
    [InlineData("--nproc-per-node is 0", "--nproc-per-node", "0", "run", "recipe.yaml")]
    [InlineData("--node-rank is 1", "--nproc-per-node", "2", "--node-rank", "1", "run", "recipe.yaml")]
    [InlineData("not 'check'", "--nproc-per-node", "2", "check", "recipe.yaml")]
    public void Launch_WrongArguments_SaysWhichAndStartsNothing(string expected, params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(["launch", .. arguments]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Launch_WrongRecipe_ReturnsTheUsageCodeAndPassesOptionsOn()
    {
        CommandLineRun run = CommandLineRun.Of("launch", "--nproc-per-node", "2", "run", world.Recipe, "training.max_stepps=1", "-v", "diagnostic");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("max_steps", run.Error, StringComparison.Ordinal);
        Assert.Contains("   at Trainer.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Launch_Pipeline_IsRefusedWithTheRemedy()
    {
        string pipeline = world.PathOf("pipeline.yaml");
        File.WriteAllText(pipeline, $"stage: pipeline\noutput_dir: {world.PathOf("steps")}\nsteps:\n  - {{ name: one, run: \"doctor\", makes: [] }}");

        CommandLineRun run = CommandLineRun.Of("launch", "--nproc-per-node", "2", "run", pipeline);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("launch --nproc-per-node 2 run RECIPE", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.PathOf("steps")));
    }

    [GeneratedRegex(@"error: rank (\d) ended with exit code 3")]
    private static partial Regex Culprit();

    private CommandLineRun Launch(params string[] overrides) => CommandLineRun.Of(["launch", "--nproc-per-node", "2", "run", world.Recipe, .. overrides]);

    private LaunchedProcess[] Start(TextWriter error, params string[] overrides)
    {
        int port = Ranks.FreePort();
        return [.. Enumerable.Range(0, 2).Select(rank => Start(error, new Membership(rank, 2, rank, "127.0.0.1", port), overrides))];
    }

    private LaunchedProcess Start(TextWriter error, Membership member, params string[] overrides) =>
        LaunchedProcess.Start(["run", world.Recipe, .. overrides], member, 2, new RankedOutput(TextWriter.Null, error, showsRanks: true));

    private string Output(string name) => $"output_dir={world.PathOf(name)}";

    private string Require(string name, CommandLineRun run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("steps made", run.LastLine, StringComparison.Ordinal);
        return world.PathOf($"{name}/model");
    }

    private static int CodeOf(LaunchedProcess process)
    {
        using LaunchedProcess ended = process;
        bool inTime = ended.Ended.Wait(Patience);
        ended.End();
        Assert.True(inTime, "A process did not end.");
        return ended.ExitCode;
    }

    private static void WaitFor(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));

    /// <summary>The world's conversations, and after each a question without a picture.</summary>
    private string[] Mixed()
    {
        JsonArray records = JsonNode.Parse(File.ReadAllText(world.Conversations))!.AsArray();
        IEnumerable<JsonNode> mixed = records.SelectMany((record, i) => new[]
        {
            record!.DeepClone(),
            JsonNode.Parse($$"""{"id": "text-{{i}}", "conversations": [{"from": "human", "value": "Where do {{i}} cups stand?"}, {"from": "gpt", "value": "In the kitchen, {{i}} of them."}]}""")!,
        });
        string path = world.PathOf("mixed.json");
        File.WriteAllText(path, new JsonArray([.. mixed]).ToJsonString());
        return [$"data.datasets=[{{path: {path}, format: llava}}]"];
    }

    private static void RequireNear(string expected, string actual)
    {
        using var scope = new TensorScope();
        using ShardedWeights wanted = ShardedWeights.Open(expected);
        using ShardedWeights found = ShardedWeights.Open(actual);
        Assert.All(wanted.Tensors.Keys, name => Assert.InRange((wanted.Read(name) - found.Read(name)).Abs().Max().Item(), 0, 1e-6));
    }

    private void RequireSameMetrics(string expected, string actual)
    {
        JsonNode[][] lines = [.. new[] { expected, actual }.Select(run => File.ReadLines(world.PathOf($"{run}/metrics.jsonl")).Select(line => JsonNode.Parse(line)!).ToArray())];
        Assert.Equal(lines[0].Length, lines[1].Length);
        foreach ((JsonNode wanted, JsonNode found) in lines[0].Zip(lines[1]))
        {
            foreach (string figure in new[] { "loss", "grad_norm", "num_tokens", "eval/loss" }.Where(figure => wanted[figure] is not null))
            {
                Assert.Equal((double)wanted[figure]!, (double)found[figure]!, 1e-4);
            }
        }
    }
}
