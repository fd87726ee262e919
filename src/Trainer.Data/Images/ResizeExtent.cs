namespace Trainer.Data.Images;

/// <summary>The wanted part of one side of a resized picture.</summary>
/// <param name="Full">Samples of the whole side.</param>
/// <param name="First">First wanted sample.</param>
/// <param name="Count">Wanted samples.</param>
public readonly record struct ResizeExtent(long Full, long First, int Count)
{
    /// <summary>Whether the part is a source's whole side, unchanged.</summary>
    internal bool IsWhole(int source) => Full == source && Count == source;
}
