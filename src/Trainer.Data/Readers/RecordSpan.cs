namespace Trainer.Data.Readers;

/// <summary>Where a record lies in its file.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Line">Line of the first byte, from 1.</param>
public readonly record struct RecordSpan(long Offset, int Length, int Line);
