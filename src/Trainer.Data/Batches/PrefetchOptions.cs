namespace Trainer.Data.Batches;

/// <summary>How batches are made ready ahead of use.</summary>
/// <param name="Workers">Threads that work in the background; the order of batches doesn't depend on it.</param>
/// <param name="Ahead">Most batches that are ready or in work.</param>
public sealed record PrefetchOptions(int Workers = 1, int Ahead = 4);
