namespace Trainer.Data.Sampling;

/// <summary>What a sampler must know of a dataset.</summary>
/// <param name="Count">Number of records.</param>
/// <param name="Weight">How often each record occurs in an epoch on average: an epoch takes round(weight × count) of them, at least one.</param>
/// <param name="Lengths">Tokens of each record, [count]; null when batches are not grouped by length.</param>
public sealed record SampledDataset(int Count, double Weight = 1, IReadOnlyList<int>? Lengths = null)
{
    /// <summary>Records of this dataset in each epoch; at least one, so that no small weight silences a dataset.</summary>
    public int PerEpoch => checked((int)Math.Max(1, Math.Round(Count * Weight)));
}
