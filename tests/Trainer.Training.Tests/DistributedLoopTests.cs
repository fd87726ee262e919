using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Trainer.TestKit;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training.Tests.Toy;

namespace Trainer.Training.Tests;

/// <summary>Several processes, here threads, against one that has all their rows in one batch.</summary>
public sealed class DistributedLoopTests : IDisposable
{
    private static readonly int[] Sizes = [5, 4, 6, 3, 5];
    private readonly TemporaryFolder folder = new();

    private static ToySetup Setup => new() { Dropout = 0, Options = new LoopOptions { LoggingSteps = 3, SaveSteps = 4 } };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_SeveralProcesses_EqualsOneWithTheSummedBatch(int count)
    {
        float[] alone = Train("alone", Setup with { Source = () => new ToySource(Sizes) });

        float[][] together = Ranks.Run(count, group => Train("together", Shared(group, Setup)));

        Assert.All(together, weights => Assert.Equal(together[0], weights));
        Assert.All(alone.Zip(together[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        RequireSameMetrics("alone", "together");
    }

    [Fact]
    public void Run_RowsWithoutWeightInOneProcess_CountAsNothing()
    {
        // Every second batch of rank 1 has nothing to learn from, as answers that were cut away: no gradient, no weight, no figure.
        float[] alone = Train("alone", Setup with { Source = () => new ToySource(Sizes) { Share = rows => rows[..2] } });

        float[][] together = Ranks.Run(2, group => Train(
            "together",
            Setup with { Group = group, Source = () => new ToySource(Sizes) { Share = rows => group.IsFirst ? rows[..2] : rows[2..] } },
            objective => group.IsFirst ? objective : new Silent()));

        Assert.All(alone.Zip(together[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(together[0], together[1]);
    }

    [Fact]
    public void Run_FigureOfOneProcessOnly_IsReported()
    {
        Ranks.Run(2, group => Train("together", Shared(group, Setup), objective => group.IsFirst ? objective : new Naming(objective)));

        Assert.All(Lines("together"), line => Assert.Equal(4.0, line["of_rank_1"]!.GetValue<double>()));
    }

    [Fact]
    public void Run_InterruptedAndResumed_EqualsUninterrupted()
    {
        // The signal reaches one process only, in the middle of a logging interval.
        float[][] whole = Ranks.Run(2, group => Train("whole", Shared(group, Setup with { Dropout = 0.2 })));

        Ranks.Run(2, group => Train("broken", Shared(group, Setup with { Dropout = 0.2 }), stop: stop => _ = group.Rank == 1 && stop.Ask(PosixSignal.SIGTERM), stopAfter: 5));
        Assert.True(Directory.Exists(Path.Combine(folder, "broken-0", "checkpoint-5")));
        float[][] resumed = Ranks.Run(2, group => Train("broken", Shared(group, Setup with { Dropout = 0.2 })));

        Assert.Equal(whole, resumed);
        RequireSameMetrics("whole", "broken");
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 3)]
    public void Run_ResumedByAnotherNumberOfProcesses_EqualsUninterrupted(int before, int after)
    {
        float[] whole = Train("whole", Setup with { Source = () => new ToySource(Sizes) });

        Ranks.Run(before, group => Train("broken", Shared(group, Setup), stop: stop => stop.Ask(PosixSignal.SIGTERM), stopAfter: 5));
        float[][] resumed = Ranks.Run(after, group => Train("broken", Shared(group, Setup)));

        Assert.All(whole.Zip(resumed[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        RequireSameMetrics("whole", "broken");
    }

    [Fact]
    public void Run_NaNInOneProcess_StopsAllAndEachListsItsRows()
    {
        Exception?[] errors = Ranks.Errors(2, TimeSpan.FromMinutes(1), group => Train(
            "together", Setup with { Group = group, Source = () => new ToySource(Sizes) { Share = Deal(group), PoisonedBatch = group.Rank == 1 ? 3 : -1 } }));

        Assert.All(errors, error => Assert.IsType<DivergedException>(error));
        Assert.Contains("\"row-", File.ReadAllText(Path.Combine(folder, "together-0", "diverged-step-2-rank-0.json")), StringComparison.Ordinal);
        Assert.Contains("\"row-", File.ReadAllText(Path.Combine(folder, "together-1", "diverged-step-2-rank-1.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Evaluation_IsOfTheFirstProcessAndItsBestIsSaved()
    {
        var hooks = new ToyHook[2];
        Ranks.Run(2, group => Train("together", Shared(group, Setup) with
        {
            CheckpointLimit = 1,
            Options = new LoopOptions { EvalSteps = 2, BestMetric = "eval/loss" },
            Hooks = _ => [hooks[group.Rank] = new ToyHook(step => Math.Abs(step - 4))],
        }));

        Assert.Equal([2, 4, 6, 8], hooks[0].Steps);
        Assert.Empty(hooks[1].Steps);
        Assert.Equal([4, 8], new RunDirectory(Path.Combine(folder, "together-0")).Checkpoints.Steps);
        Assert.Empty(new RunDirectory(Path.Combine(folder, "together-1")).Checkpoints.Steps);
    }

    private static Func<int[], int[]> Deal(ProcessGroup group) => rows => [.. rows.Where((_, i) => i % group.WorldSize == group.Rank)];

    private static ToySetup Shared(ProcessGroup group, ToySetup setup) => setup with { Group = group, Source = () => new ToySource(Sizes) { Share = Deal(group) } };

    /// <summary>Each rank has a folder of its own, as on hosts that share no disk.</summary>
    private float[] Train(
        string name, ToySetup setup, Func<IObjective<ToyBatch>, IObjective<ToyBatch>>? change = null, Action<StopRequest>? stop = null, int stopAfter = 0)
    {
        using var run = new ToyRun(Path.Combine(folder, $"{name}-{setup.Group.Rank}"), setup);
        IObjective<ToyBatch> objective = stop is null ? run.Parts.Objective : new Stopping(run.Parts.Objective, () => stop(run.Stop), stopAfter * setup.Accumulation);
        new TrainingLoop<ToyBatch>(run.Parts with { Objective = change?.Invoke(objective) ?? objective }).Run();
        return run.Weights;
    }

    private JsonObject[] Lines(string name) => [.. ToyRun.TimelessMetrics(Path.Combine(folder, $"{name}-0")).Select(line => JsonNode.Parse(line)!.AsObject())];

    private void RequireSameMetrics(string expected, string actual)
    {
        JsonObject[][] lines = [Lines(expected), Lines(actual)];
        Assert.Equal(lines[0].Length, lines[1].Length);
        foreach ((JsonObject wanted, JsonObject found) in lines[0].Zip(lines[1]))
        {
            Assert.Equal(wanted.Select(figure => figure.Key).Order(), found.Select(figure => figure.Key).Order());
            Assert.All(wanted, figure => Assert.Equal(figure.Value!.GetValue<double>(), found[figure.Key]!.GetValue<double>(), 1e-6));
        }
    }

    /// <summary>Asks to stop while it computes a certain micro-batch.</summary>
    private sealed class Stopping(IObjective<ToyBatch> inner, Action stop, int batch) : IObjective<ToyBatch>
    {
        private int seen;

        public LossReport Compute(ToyBatch rows)
        {
            if (++seen == batch)
            {
                stop();
            }

            return inner.Compute(rows);
        }
    }

    /// <summary>Adds a figure of its own.</summary>
    private sealed class Naming(IObjective<ToyBatch> inner) : IObjective<ToyBatch>
    {
        public LossReport Compute(ToyBatch rows)
        {
            LossReport report = inner.Compute(rows);
            return report with { Metrics = new Dictionary<string, MetricSum>(report.Metrics) { ["of_rank_1"] = new(Tensor.Scalar(8, Placement.CpuFloat), 2) } };
        }
    }

    /// <summary>Learns nothing, and has nothing to say.</summary>
    private sealed class Silent : IObjective<ToyBatch>
    {
        public LossReport Compute(ToyBatch rows) => new(Tensor.Scalar(0, Placement.CpuFloat), 0, new Dictionary<string, MetricSum>());
    }
}
