using System.Runtime.InteropServices;
using Trainer.Data;
using Trainer.Torch;
using Trainer.Training.Tests.Toy;

namespace Trainer.Training.Tests;

public sealed class TrainingLoopTests
{
    [Fact]
    public void Run_MoreSteps_LowersTheLoss()
    {
        using var folder = new TemporaryFolder();
        using var run = new ToyRun(folder, new ToySetup { Steps = 60, Dropout = 0 });

        TrainingResult result = run.Train();

        string[] lines = ToyRun.TimelessMetrics(folder);
        Assert.Equal(new TrainingResult(60, 0), result);
        Assert.True(Loss(lines[^1]) < 0.3 * Loss(lines[0]), $"{lines[0]} to {lines[^1]}");
    }

    [Fact]
    public void Run_Accumulation_EqualsOneBigBatch()
    {
        // Eight micro-batches of unequal size against one of all rows: the same mean over rows, so the same step.
        using var folder = new TemporaryFolder();
        using var small = new ToyRun(folder.Path + "/small", Split(8, 1, 3, 2, 5, 1, 1, 2, 1));
        using var large = new ToyRun(folder.Path + "/large", Split(1, 16));

        small.Train();
        large.Train();

        Assert.All(small.Weights.Zip(large.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Run_NaN_StopsBeforeTheUpdateAndNamesTheBatch()
    {
        using var folder = new TemporaryFolder();
        using var run = new ToyRun(folder, new ToySetup { Source = () => new ToySource(4, 4, 4, 4, 4) { PoisonedBatch = 3 } });

        var error = Assert.Throws<DivergedException>(run.Train);

        string dump = File.ReadAllText(Path.Combine(run.Directory.Path, "diverged-step-2.json"));
        Assert.Contains("Step 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"row-", dump, StringComparison.Ordinal);
        Assert.Contains("[1,2,3]", dump, StringComparison.Ordinal);
        Assert.All(run.Weights, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Run_NoLabels_NamesTheRecords()
    {
        using var folder = new TemporaryFolder();
        using var run = new ToyRun(folder, new ToySetup());
        var parts = run.Parts with { Objective = new WeightlessObjective(run.Parts.Objective) };

        var error = Assert.Throws<DataException>(() => new TrainingLoop<ToyBatch>(parts).Run());

        Assert.Contains("row-", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public void Run_Signal_FinishesTheStepAndSaves(PosixSignal signal, int exitCode)
    {
        using var folder = new TemporaryFolder();
        using var run = new ToyRun(folder, StoppingAfter(3, signal));

        TrainingResult result = run.Train();

        Assert.Equal(new TrainingResult(3, exitCode), result);
        Assert.Equal([3], run.Directory.Checkpoints.Steps);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Run_InterruptedAndResumed_EqualsUninterrupted(int interruption)
    {
        using var folder = new TemporaryFolder();
        string whole = folder.Path + "/whole";
        string broken = folder.Path + "/broken";
        float[] expected = TrainAndRead(whole, new ToySetup());

        TrainAndRead(broken, StoppingAfter(interruption, PosixSignal.SIGTERM));
        float[] resumed = TrainAndRead(broken, new ToySetup());

        Assert.Equal(expected, resumed);
        Assert.Equal(ToyRun.TimelessMetrics(whole), ToyRun.TimelessMetrics(broken));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, "checkpoint-8", "optimizer.safetensors")),
            File.ReadAllBytes(Path.Combine(broken, "checkpoint-8", "optimizer.safetensors")));
    }

    [Fact]
    public void Run_KilledAfterItsCheckpoint_WritesNoFigureTwice()
    {
        // The process dies without warning at step 7; its last checkpoint is that of step 5, its last figures are later.
        using var folder = new TemporaryFolder();
        string whole = folder.Path + "/whole";
        string broken = folder.Path + "/broken";
        var setup = new ToySetup { Options = new LoopOptions { LoggingSteps = 1, SaveSteps = 5 } };
        TrainAndRead(whole, setup);

        using (var run = new ToyRun(broken, setup with { Source = () => new ToySource(4, 4, 4, 4, 4) { PoisonedBatch = 14 } }))
        {
            Assert.Throws<DivergedException>(run.Train);
        }

        TrainAndRead(broken, setup);

        Assert.Equal(ToyRun.TimelessMetrics(whole), ToyRun.TimelessMetrics(broken));
    }

    [Fact]
    public void Run_FailingCheckpoint_EndsTheRun()
    {
        using var folder = new TemporaryFolder();
        using var run = new ToyRun(folder, new ToySetup { WriteModel = _ => throw new IOException("disk full") });

        Assert.Throws<IOException>(run.Train);

        Assert.Empty(run.Directory.Checkpoints.Steps);
    }

    [Fact]
    public void Run_Evaluation_KeepsTheBestCheckpoint()
    {
        // The figure is best at step 2; afterwards only the newest checkpoint would be kept.
        using var folder = new TemporaryFolder();
        var hook = new ToyHook(step => Math.Abs(step - 2));
        using var run = new ToyRun(folder, new ToySetup
        {
            CheckpointLimit = 1,
            Options = new LoopOptions { EvalSteps = 2, SaveSteps = 1, BestMetric = "eval/loss" },
            Hooks = _ => [hook],
        });

        run.Train();

        Assert.Equal([2, 4, 6, 8], hook.Steps);
        Assert.Equal([2, 8], run.Directory.Checkpoints.Steps);
    }

    [Fact]
    public void Run_StopOfItsOwnInTheLastStep_IsNoSuccess()
    {
        using var folder = new TemporaryFolder();
        using var run = new ToyRun(folder, new ToySetup { Steps = 3, Hooks = toy => [new ToyHook(_ => toy.Stop.Ask(6, "Enough.") ? 1 : 0)] });

        Assert.Equal(new TrainingResult(3, 6) { Reason = "Enough." }, run.Train());
    }

    [Fact]
    public void Run_ManySteps_HoldsNoMoreTensors()
    {
        using var folder = new TemporaryFolder();
        var live = new List<long>();
        var hook = new ToyHook(_ =>
        {
            live.Add(TensorScope.LiveTensors);
            return 0;
        });
        using var run = new ToyRun(folder, new ToySetup { Steps = 40, Options = new LoopOptions { EvalSteps = 1, LoggingSteps = 2 }, Hooks = _ => [hook] });

        run.Train();

        // Steps 4 and 38: both just after a line of metrics.
        Assert.Equal(live[3], live[37]);
    }

    private static ToySetup Split(int accumulation, params int[] sizes) =>
        new() { Steps = 5, Dropout = 0, Accumulation = accumulation, Source = () => new ToySource(sizes) };

    private static ToySetup StoppingAfter(int steps, PosixSignal signal) => new()
    {
        Options = new LoopOptions { LoggingSteps = 3, EvalSteps = 1 },
        Hooks = run => [new SignallingHook(run.Stop, steps, signal)],
    };

    private static float[] TrainAndRead(string folder, ToySetup setup)
    {
        using var run = new ToyRun(folder, setup);
        run.Train();
        return run.Weights;
    }

    private static double Loss(string line) => System.Text.Json.Nodes.JsonNode.Parse(line)!["loss"]!.GetValue<double>();

    private sealed class SignallingHook(StopRequest stop, int after, PosixSignal signal) : ITrainingHook
    {
        private static readonly Dictionary<string, double> Nothing = [];

        public IReadOnlyDictionary<string, double> Evaluate(int step)
        {
            if (step == after)
            {
                stop.Ask(signal);
            }

            return Nothing;
        }
    }

    private sealed class WeightlessObjective(IObjective<ToyBatch> inner) : IObjective<ToyBatch>
    {
        public LossReport Compute(ToyBatch batch) => inner.Compute(batch) with { Weight = 0 };
    }
}
