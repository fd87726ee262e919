using System.Text.Json.Nodes;
using Trainer.Torch;
using Trainer.Torch.Optim;
using Trainer.Training.Checkpoints;
using Trainer.Training.Metrics;
using Trainer.Training.Schedules;

namespace Trainer.Training.Tests.Toy;

/// <summary>One process's worth of a toy run: builds everything anew from files, as a resumed process does.</summary>
internal sealed class ToyRun : IDisposable
{
    private readonly TensorScope scope = new();
    private readonly Tensor weight = Tensor.From([0.1f, -0.2f, 0.3f], 1, 3);
    private readonly Tensor bias = Tensor.From([0f]);
    private readonly FlatParameters parameters;
    private readonly AdamW optimizer;
    private readonly RandomStream stream = new(seed: 3);
    private readonly MetricFanOut metrics;

    internal ToyRun(string folder, ToySetup setup)
    {
        parameters = new FlatParameters([new("weight", weight), new("bias", bias)]);
        optimizer = new AdamW(parameters, new AdamWOptions { WeightDecay = 0.01 });
        Directory = new RunDirectory(folder, setup.CheckpointLimit);
        Source = setup.Source();
        Resume = setup.Group.IsFirst ? Directory.FindResume("auto") : null;
        JsonLinesSink.TruncateAfter(Directory.MetricsPath, Resume?.State.Step ?? 0);
        metrics = new MetricFanOut(Complaints, [.. setup.Sinks, new JsonLinesSink(Directory.MetricsPath)]);
        Parts = Compose(setup);
    }

    internal RunDirectory Directory { get; }

    internal ToySource Source { get; }

    internal TrainingCheckpoint? Resume { get; }

    internal StopRequest Stop { get; } = new();

    internal StringWriter Complaints { get; } = new();

    internal TrainingParts<ToyBatch> Parts { get; }

    internal float[] Weights => parameters.Values.ToArray<float>();

    internal TrainingResult Train() => new TrainingLoop<ToyBatch>(Parts).Run();

    /// <summary>The lines of metrics without what depends on the clock.</summary>
    internal static string[] TimelessMetrics(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Select(line =>
        {
            JsonObject record = JsonNode.Parse(line)!.AsObject();
            foreach (string name in new[] { "time", MetricNames.SampleRate, MetricNames.TokenRate, MetricNames.Memory })
            {
                record.Remove(name);
            }

            return record.ToJsonString();
        })];

    public void Dispose()
    {
        metrics.Dispose();
        optimizer.Dispose();
        parameters.Dispose();
        stream.Dispose();
        Stop.Dispose();
        scope.Dispose();
    }

    private TrainingParts<ToyBatch> Compose(ToySetup setup)
    {
        var plan = TrainingPlan.ForSteps(Source.BatchesPerEpoch, setup.Accumulation, setup.Steps);
        return new TrainingParts<ToyBatch>
        {
            Source = Source,
            Objective = new ToyObjective(weight, bias, stream, setup.Dropout),
            Optimizer = optimizer,
            Schedule = new LearningRateSchedule(ScheduleKind.Cosine, 0.05, 2, plan.TotalSteps),
            Plan = plan,
            Options = setup.Options,
            Directory = Directory,
            Metrics = metrics,
            WriteModel = setup.WriteModel,
            TokensOf = batch => [.. batch.RecordIds.Select(_ => new[] { 1L, 2L, 3L })],
            Hooks = setup.Hooks(this),
            RandomStreams = new Dictionary<string, RandomStream> { ["dropout"] = stream },
            Resume = Resume,
            Group = setup.Group,
            Stop = Stop,
        };
    }
}
