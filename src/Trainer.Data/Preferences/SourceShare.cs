namespace Trainer.Data.Preferences;

/// <summary>Takes the same share of each source, so that a mixture stays a mixture.</summary>
public static class SourceShare
{
    /// <summary>The first ⌊share · n⌋ of each source's n records.</summary>
    /// <param name="sources">The source of each record, in the order of the file.</param>
    /// <param name="share">Greater than 0, at most 1.</param>
    /// <returns>Places in the list, in their order.</returns>
    public static IReadOnlyList<int> Select(IReadOnlyList<string> sources, double share) =>
    [
        .. sources
            .Select((source, place) => (Source: source, Place: place))
            .GroupBy(item => item.Source)
            .SelectMany(group => group.Take((int)(share * group.Count())))
            .Select(item => item.Place)
            .Order(),
    ];
}
