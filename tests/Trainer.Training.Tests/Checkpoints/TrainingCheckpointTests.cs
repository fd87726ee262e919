using Trainer.Modeling.Weights;
using Trainer.Training.Checkpoints;
using Trainer.Training.Tests.Toy;

namespace Trainer.Training.Tests.Checkpoints;

public sealed class TrainingCheckpointTests
{
    [Theory]
    [InlineData("trainer_state.json")]
    [InlineData("optimizer.safetensors")]
    public void Restore_TruncatedFile_IsACheckpointError(string file)
    {
        using var folder = new TemporaryFolder();
        using (var run = new ToyRun(folder, new ToySetup { Steps = 2 }))
        {
            run.Train();
        }

        string path = Path.Combine(folder, "checkpoint-2", file);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..20]);

        var error = Assert.Throws<CheckpointException>(() =>
        {
            using var resumed = new ToyRun(folder, new ToySetup { Steps = 4 });
            resumed.Train();
        });

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindResume_MissingFolder_IsACheckpointError()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<CheckpointException>(() => new RunDirectory(folder).FindResume(Path.Combine(folder, "absent")));
    }

    [Fact]
    public void FindResume_AutoWithoutCheckpoints_BeginsAfresh()
    {
        using var folder = new TemporaryFolder();

        Assert.Null(new RunDirectory(folder).FindResume("auto"));
    }

    [Fact]
    public void Write_State_ReadsBackEqual()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder, "trainer_state.json");
        var state = new TrainerState
        {
            Step = 7,
            Tokens = 1L << 40,
            Source = "{\"epoch\":1}",
            RandomStreams = new Dictionary<string, byte[]> { ["dropout"] = [0, 255] },
            Interval = new Dictionary<string, PartialMetric> { ["loss"] = new(0.1 + 0.2, 3) },
            Best = new BestEvaluation(5, 1.0 / 3),
        };

        state.Write(path);
        TrainerState read = TrainerState.Read(path);

        Assert.Equal(state.Tokens, read.Tokens);
        Assert.Equal(state.Source, read.Source);
        Assert.Equal([0, 255], read.RandomStreams["dropout"]);
        Assert.Equal(state.Interval["loss"], read.Interval["loss"]);
        Assert.Equal(state.Best, read.Best);
    }
}
