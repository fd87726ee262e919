using Trainer.Evaluation.Benchmarks.Amber;
using Trainer.Evaluation.Benchmarks.Aokvqa;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.LlavaBench;
using Trainer.Evaluation.Benchmarks.MmBench;
using Trainer.Evaluation.Benchmarks.Mme;
using Trainer.Evaluation.Benchmarks.MmHal;
using Trainer.Evaluation.Benchmarks.Mmmu;
using Trainer.Evaluation.Benchmarks.MmVet;
using Trainer.Evaluation.Benchmarks.ObjectHal;
using Trainer.Evaluation.Benchmarks.PairRating;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Evaluation.Benchmarks.ScienceQa;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>
/// Every benchmark. To add one: write a folder here that reads its files and makes a <see cref="Marking.MarkedBenchmark"/> of exercises, marks
/// and metrics, give it a definition with its protocol, add that to <see cref="All"/>, and renew the table in docs/evaluation.md.
/// </summary>
public static class BenchmarkCatalog
{
    /// <summary>All definitions, in the order in which they run.</summary>
    public static IReadOnlyList<BenchmarkDefinition> All { get; } =
    [
        .. PopeFiles.Definitions,
        ChairFiles.Definition,
        AokvqaFiles.Definition,
        AmberBenchmark.Definition,
        MmeBenchmark.Definition,
        MmBenchmark.Definition,
        ScienceQaBenchmark.Definition,
        MmmuBenchmark.Definition,
        ObjectHalFiles.Definition,
        MmHalBenchmark.Definition,
        LlavaBenchmark.Coco,
        LlavaBenchmark.Wild,
        MmVetBenchmark.Definition,
        PairRatingFiles.Definition,
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
