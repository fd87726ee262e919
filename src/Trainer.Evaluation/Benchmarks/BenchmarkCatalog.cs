using Trainer.Evaluation.Benchmarks.Aokvqa;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Pope;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>
/// Every benchmark. To add one: write a folder here with a class that has <see cref="IBenchmark"/> and one with its
/// result, give it a definition that opens its files, and add that to <see cref="All"/>.
/// </summary>
public static class BenchmarkCatalog
{
    /// <summary>All definitions, in the order in which they run.</summary>
    public static IReadOnlyList<BenchmarkDefinition> All { get; } =
    [
        PopeFiles.Definition(PopeSplit.Random, "absent objects drawn at random"),
        PopeFiles.Definition(PopeSplit.Popular, "absent objects that many pictures show"),
        PopeFiles.Definition(PopeSplit.Adversarial, "absent objects that usually accompany the present ones"),
        ChairFiles.Definition,
        AokvqaFiles.Definition,
    ];

    /// <summary>The benchmarks of a name: one, or all of a suite.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IReadOnlyList<BenchmarkDefinition> Find(string name)
    {
        BenchmarkDefinition[] found = [.. All.Where(definition => definition.Name == name || definition.Suite == name)];
        return found.Length > 0 ? found : throw new ArgumentException(
            $"'{name}' is no benchmark. There are: {string.Join(", ", All.SelectMany(each => new[] { each.Suite, each.Name }).Distinct())}.", nameof(name));
    }
}
