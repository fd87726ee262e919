namespace Trainer.Algorithms.Bpo;

/// <summary>Parts of equal size, so that several machines share one list.</summary>
public static class WorkSplit
{
    /// <summary>Part <paramref name="chunk"/> of <paramref name="items"/>, cut after every ⌈count / chunks⌉; empty where there are fewer parts.</summary>
    public static IReadOnlyList<T> Part<T>(IReadOnlyList<T> items, int chunks, int chunk)
    {
        int size = (items.Count + chunks - 1) / chunks;
        return [.. items.Skip(size * chunk).Take(size)];
    }
}
