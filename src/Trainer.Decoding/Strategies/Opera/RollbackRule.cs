namespace Trainer.Decoding.Strategies.Opera;

/// <summary>
/// When the search goes back, and how far: retrospection-allocation of OPERA (arXiv:2311.17911), as its released code decides. Positions are
/// lengths of the answer that is kept; each may be gone back to only so often.
/// </summary>
/// <param name="threshold">How often every beam must have trusted the same token most, at least once more than this.</param>
/// <param name="mostVisits">How often each position may be gone back to.</param>
public sealed class RollbackRule(int threshold, int mostVisits)
{
    private const int FirstLocation = 10;
    private const int Positions = 512;
    private const int LongestWay = 513;

    private readonly int[] visits = new int[Positions];

    /// <summary>How often each position was gone back to.</summary>
    public IReadOnlyList<int> Visits => visits;

    /// <summary>Decides on one step, and counts the visit.</summary>
    /// <param name="locations">The most trusted token of each beam, step by step.</param>
    /// <param name="location">The one that the beams agree on most.</param>
    /// <param name="length">Tokens of the answer with the one that is about to be chosen.</param>
    /// <returns>Tokens to keep; null: go on.</returns>
    public int? Decide(IReadOnlyList<int[]> locations, int location, int length)
    {
        if (location < FirstLocation || location + 1 >= Positions || !IsTrustedByAll(locations, location))
        {
            return null;
        }

        int position = visits[location + 1] < mostVisits ? location + 1 : location;
        if (visits[position] >= mostVisits || length - position < 2)
        {
            // Too often, or nothing lies behind the position that could be chosen anew.
            return null;
        }

        visits[position]++;
        return length - position > LongestWay ? Math.Max(1, length - LongestWay) : position;
    }

    // Occurrences need not follow each other, and beams are followed by their place, not by where they came from.
    private bool IsTrustedByAll(IReadOnlyList<int[]> locations, int location) =>
        Enumerable.Range(0, locations[^1].Length).All(beam => locations.Count(step => step[beam] == location) > threshold);
}
