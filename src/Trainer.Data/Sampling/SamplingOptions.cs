namespace Trainer.Data.Sampling;

/// <summary>How records become the batches of one process.</summary>
public sealed record SamplingOptions
{
    /// <summary>Records in a batch of one process.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Puts records of similar length into one batch. Needs <see cref="SampledDataset.Lengths"/>.</summary>
    public bool GroupByLength { get; init; }

    /// <summary>Whether each epoch has an order of its own; else records come in the order of their files.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Leaves out the records at an epoch's end that don't fill a batch in every process.</summary>
    public bool DropLast { get; init; }

    /// <summary>Index of this process, from 0.</summary>
    public int Rank { get; init; }

    /// <summary>Number of processes.</summary>
    public int WorldSize { get; init; } = 1;
}
