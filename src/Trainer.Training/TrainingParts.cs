using Trainer.Data.Batches;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Torch.Optim;
using Trainer.Training.Checkpoints;
using Trainer.Training.Metrics;
using Trainer.Training.Schedules;

namespace Trainer.Training;

/// <summary>What a run is composed of. Algorithms differ in the first two parts; the loop never asks which one it is.</summary>
public sealed record TrainingParts<TBatch>
    where TBatch : IBatch
{
    /// <summary>Where micro-batches come from.</summary>
    public required IBatchSource<TBatch> Source { get; init; }

    /// <summary>What is minimised.</summary>
    public required IObjective<TBatch> Objective { get; init; }

    /// <summary>Updates the trainable weights.</summary>
    public required AdamW Optimizer { get; init; }

    /// <summary>Learning rate of each step.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>Steps of the run.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>Intervals and limits.</summary>
    public required LoopOptions Options { get; init; }

    /// <summary>Folder of the run.</summary>
    public required RunDirectory Directory { get; init; }

    /// <summary>Where figures go.</summary>
    public required IMetricSink Metrics { get; init; }

    /// <summary>Writes the model, or its adapter, into a checkpoint's folder.</summary>
    public required Action<string> WriteModel { get; init; }

    /// <summary>Token ids of a batch's rows on the host, for the report about a step that went wrong.</summary>
    public required Func<TBatch, IReadOnlyList<long[]>> TokensOf { get; init; }

    /// <summary>Evaluations along the way.</summary>
    public IReadOnlyList<ITrainingHook> Hooks { get; init; } = [];

    /// <summary>Random streams whose state belongs into checkpoints, such as dropout's.</summary>
    public IReadOnlyDictionary<string, RandomStream> RandomStreams { get; init; } = new Dictionary<string, RandomStream>();

    /// <summary>The checkpoint to continue from, which only the first process need have; null begins at step 0.</summary>
    public TrainingCheckpoint? Resume { get; init; }

    /// <summary>The wish to stop early.</summary>
    public required StopRequest Stop { get; init; }

    /// <summary>The processes that train together. Only the first one evaluates, and writes figures and checkpoints.</summary>
    public ProcessGroup Group { get; init; } = ProcessGroup.Single;

    /// <summary>Measures speed and stamps figures.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
