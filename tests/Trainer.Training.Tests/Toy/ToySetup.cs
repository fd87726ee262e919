using Trainer.Torch.Distributed;
using Trainer.Training.Metrics;

namespace Trainer.Training.Tests.Toy;

/// <summary>What a test wants of a toy run.</summary>
internal sealed record ToySetup
{
    internal int Steps { get; init; } = 8;

    internal int Accumulation { get; init; } = 2;

    internal double Dropout { get; init; } = 0.2;

    internal int? CheckpointLimit { get; init; }

    internal LoopOptions Options { get; init; } = new() { LoggingSteps = 3 };

    internal Func<ToySource> Source { get; init; } = () => new ToySource(4, 4, 4, 4, 4);

    internal Action<string> WriteModel { get; init; } = folder => File.WriteAllText(Path.Combine(folder, "model.txt"), "toy");

    internal Func<ToyRun, IReadOnlyList<ITrainingHook>> Hooks { get; init; } = _ => [];

    internal ProcessGroup Group { get; init; } = ProcessGroup.Single;

    internal IReadOnlyList<IMetricSink> Sinks { get; init; } = [];
}
