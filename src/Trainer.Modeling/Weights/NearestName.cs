using Trainer.Recipes.Binding;

namespace Trainer.Modeling.Weights;

/// <summary>Finds the name that a missing weight may have been written under.</summary>
internal static class NearestName
{
    /// <summary>A file may hold a million long names: what is compared is bounded.</summary>
    private const int MostCandidates = 4096;

    private const int LongestName = 256;

    /// <summary>The candidate with the fewest differing letters; null where a third of the name or more differs.</summary>
    internal static string? Of(string name, IEnumerable<string> candidates) => name.Length > LongestName
        ? null
        : candidates
            .Where(candidate => candidate.Length <= LongestName)
            .Take(MostCandidates)
            .Select(candidate => (Name: candidate, Distance: EditDistance.Between(name, candidate)))
            .Where(pair => pair.Distance * 3 < name.Length)
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Name)
            .FirstOrDefault();
}
