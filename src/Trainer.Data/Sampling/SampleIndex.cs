namespace Trainer.Data.Sampling;

/// <summary>Names a record by its dataset and its position there.</summary>
/// <param name="Dataset">Index of the dataset, from 0.</param>
/// <param name="Record">Index of the record among those that the dataset uses, from 0.</param>
public readonly record struct SampleIndex(int Dataset, int Record);
