using Trainer.Recipes;
using Trainer.Recipes.Binding;

namespace Trainer.Algorithms.Ppo.Batches;

/// <summary>How prompts, answers and optimiser steps divide into batches over all processes. Sizes count prompts.</summary>
public sealed record BatchPlan : IValidatable
{
    /// <summary>Processes of the run.</summary>
    public required int WorldSize { get; init; }

    /// <summary>Prompts of one PPO step, over all processes.</summary>
    public required int RolloutBatchSize { get; init; }

    /// <summary>Prompts that a process answers at once.</summary>
    public required int RolloutPerDeviceBatchSize { get; init; }

    /// <summary>Answers of one optimiser step, over all processes.</summary>
    public required int StepBatchSize { get; init; }

    /// <summary>Answers that go through the model at once in a process.</summary>
    public required int StepPerDeviceBatchSize { get; init; }

    /// <summary>Passes over each rollout.</summary>
    public required int UpdateEpochs { get; init; }

    /// <summary>Batches of prompts that a process answers for one PPO step.</summary>
    public int RolloutAccumulationSteps => RolloutBatchSize / (RolloutPerDeviceBatchSize * WorldSize);

    /// <summary>Micro-batches of one optimiser step in each process.</summary>
    public int GradientAccumulationSteps => StepBatchSize / (StepPerDeviceBatchSize * WorldSize);

    /// <summary>Answers of one PPO step in each process.</summary>
    public int RolloutsPerDevice => RolloutAccumulationSteps * RolloutPerDeviceBatchSize;

    /// <summary>Micro-batches of one pass over a rollout in each process.</summary>
    public int MicroBatchesPerEpoch => RolloutsPerDevice / StepPerDeviceBatchSize;

    /// <summary>Optimiser steps of one PPO step.</summary>
    public int UpdatesPerStep => UpdateEpochs * MicroBatchesPerEpoch / GradientAccumulationSteps;

    /// <summary>PPO steps of a run: the last rollout is left out if it isn't full.</summary>
    /// <param name="prompts">Prompts of the data.</param>
    /// <param name="epochs">Passes over them; may be a fraction.</param>
    public int TotalSteps(int prompts, double epochs) => (int)(prompts * epochs / RolloutBatchSize);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.BePositive(UpdateEpochs),
        .. BeMultiple(RolloutBatchSize, RolloutPerDeviceBatchSize, nameof(RolloutBatchSize), nameof(RolloutPerDeviceBatchSize)),
        .. BeMultiple(StepBatchSize, StepPerDeviceBatchSize, nameof(StepBatchSize), nameof(StepPerDeviceBatchSize)),
        .. Must.That(
            StepBatchSize > 0 && RolloutBatchSize % StepBatchSize == 0,
            nameof(StepBatchSize),
            $"must divide rollout_batch_size ({RolloutBatchSize}), but is {StepBatchSize}: no answer may be left over."),
    ];

    private IEnumerable<Problem> BeMultiple(int whole, int perDevice, string property, string perDeviceProperty)
    {
        long unit = (long)perDevice * WorldSize;
        return Must.BePositive(perDevice, perDeviceProperty).Concat(Must.That(
            unit <= 0 || (whole > 0 && whole % unit == 0),
            property,
            $"must be a multiple of {unit}, which is {KeyNames.Of(perDeviceProperty)} ({perDevice}) × {WorldSize} processes, but is {whole}."));
    }
}
