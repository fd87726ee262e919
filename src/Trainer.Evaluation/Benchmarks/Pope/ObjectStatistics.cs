namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Ranks objects by how often pictures show them, alone and together. Equal counts keep the order of first appearance.</summary>
internal sealed class ObjectStatistics
{
    private readonly Dictionary<string, IReadOnlyList<string>> byCompany;

    internal ObjectStatistics(IReadOnlyList<PopeImage> images)
    {
        All = [.. images.SelectMany(image => image.Objects).Distinct()];
        ByFrequency = Ranked(images.SelectMany(image => image.Objects));
        byCompany = images
            .SelectMany(image => image.Objects.SelectMany(_ => image.Objects, (one, other) => (One: one, Other: other)))
            .Where(pair => pair.One != pair.Other)
            .GroupBy(pair => pair.One, pair => pair.Other)
            .ToDictionary(group => group.Key, Ranked);
    }

    /// <summary>Every object, in order of first appearance.</summary>
    internal IReadOnlyList<string> All { get; }

    /// <summary>Every object, the most frequent first.</summary>
    internal IReadOnlyList<string> ByFrequency { get; }

    /// <summary>What is ever shown together with an object, the most frequent companion first.</summary>
    internal IReadOnlyList<string> CompanionsOf(string name) => byCompany.GetValueOrDefault(name, []);

    private static IReadOnlyList<string> Ranked(IEnumerable<string> mentions) =>
        [.. mentions.GroupBy(name => name).OrderByDescending(group => group.Count()).Select(group => group.Key)];
}
