using Trainer.Torch;

namespace Trainer.Training;

/// <summary>
/// A micro-batch's loss as a sum, not a mean: the loop divides by the weight of the whole step, so that eight
/// micro-batches of one and one of eight give the same gradient however unequal their lengths are.
/// </summary>
/// <param name="Loss">Σ of the loss over the batch's units (answer tokens, pairs, …), a scalar with its graph.</param>
/// <param name="Weight">How many units the sum has; known on the host without waiting for the device.</param>
/// <param name="Metrics">Further figures by name, in TRL's vocabulary.</param>
public sealed record LossReport(Tensor Loss, double Weight, IReadOnlyDictionary<string, MetricSum> Metrics);

/// <summary>One figure of a micro-batch. Over a logging interval it is reported as Σ sums / Σ weights.</summary>
/// <param name="Sum">A scalar on the device, without a graph.</param>
/// <param name="Weight">How many units the sum has.</param>
public readonly record struct MetricSum(Tensor Sum, double Weight);
