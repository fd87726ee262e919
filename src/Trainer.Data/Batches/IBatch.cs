namespace Trainer.Data.Batches;

/// <summary>Records that go through a model together. Holds tensors, so its consumer disposes it.</summary>
public interface IBatch : IDisposable
{
    /// <summary>Number of records.</summary>
    int Samples { get; }

    /// <summary>Number of tokens that are not padding, image tokens included.</summary>
    long Tokens { get; }

    /// <summary>Identifiers of the records, in order; for messages and for the dump of a batch that broke a run.</summary>
    IReadOnlyList<string> RecordIds { get; }
}
