namespace Trainer.Evaluation.Benchmarks.MmHal;

/// <summary>LLaVA-RLHF's reading of a rating from 0 to 6.</summary>
public static class MmHalRating
{
    /// <summary>Highest rating.</summary>
    public const int Best = 6;

    /// <summary>Ratings below this say that the answer hallucinates.</summary>
    public const int LowestTruthful = 3;

    /// <summary>
    /// The number after "rating: ", if there is exactly one; null otherwise. One digit is read, so "Rating: 10" is 1, and a second blank
    /// or none hides it.
    /// </summary>
    public static int? Read(string verdict)
    {
        int[] found = [.. Enumerable.Range(0, Best + 1).Where(rating => verdict.Contains($"rating: {rating}", StringComparison.OrdinalIgnoreCase))];
        return found is [int only] ? only : null;
    }
}
