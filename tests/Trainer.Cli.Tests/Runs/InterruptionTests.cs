using Trainer.Training.Checkpoints;

namespace Trainer.Cli.Tests.Runs;

/// <summary>What becomes of a run whose process is stopped, killed or met by another one.</summary>
public sealed class InterruptionTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    // More steps than any machine makes before the signal comes.
    private const int Endless = 1_000_000;

    [Theory]
    [InlineData("INT", ExitCode.Interrupted, 0)]
    [InlineData("TERM", ExitCode.Terminated, 0)]
    [InlineData("KILL", 128 + 9, 1)]
    public void Run_Signal_LeavesACheckpointThatResumesToTheSameBytes(string signal, int code, int saveSteps)
    {
        string broken = world.PathOf(signal);
        using (var process = new TrainerProcess(Run(broken, Endless, $"training.save_steps={saveSteps}")))
        {
            process.WaitFor("step", 2);
            Assert.Equal(code, process.End(signal));
        }

        int steps = new CheckpointStore(broken).Steps[^1] + 2;
        Train(broken, steps, "training.resume_from_checkpoint=auto");
        Train(world.PathOf($"{signal}-whole"), steps);

        Assert.All(
            ["model/model.safetensors", $"checkpoint-{steps}/optimizer.safetensors"],
            file => Assert.Equal(File.ReadAllBytes(world.PathOf($"{signal}-whole/{file}")), File.ReadAllBytes(world.PathOf($"{signal}/{file}"))));
    }

    [Fact]
    public void Run_FolderOfALivingRun_IsTurnedAwayAndDisturbsNothing()
    {
        string folder = world.PathOf("shared");
        using var process = new TrainerProcess(Run(folder, Endless));
        process.WaitFor("step", 1);

        CommandLineRun second = CommandLineRun.Of(Run(folder, Endless, "training.resume_from_checkpoint=auto"));

        Assert.Equal(ExitCode.Resources, second.ExitCode);
        Assert.Contains($"process {process.Id}", second.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Terminated, process.End("TERM"));
    }

    /// <summary>A rate that doesn't depend on the number of steps, so that a longer run begins like a shorter one.</summary>
    private string[] Run(string folder, int steps, params string[] overrides) =>
        ["run", world.Recipe, $"output_dir={folder}", $"training.max_steps={steps}", "training.lr_scheduler_type=constant", .. overrides];

    private void Train(string folder, int steps, params string[] overrides)
    {
        CommandLineRun run = CommandLineRun.Of(Run(folder, steps, overrides));
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
