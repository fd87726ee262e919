using System.Numerics;

namespace Trainer.Evaluation.Scoring;

/// <summary>Counts that add up over pictures, and from which metrics are computed.</summary>
/// <typeparam name="TSelf">The counts themselves.</typeparam>
public interface ICounts<TSelf> : IAdditionOperators<TSelf, TSelf, TSelf>, IAdditiveIdentity<TSelf, TSelf>
    where TSelf : ICounts<TSelf>
{
    /// <summary>The sum of some pictures' counts.</summary>
    /// <param name="pictures">Counts of each picture.</param>
    /// <param name="draw">Indices, perhaps several times the same.</param>
    static virtual TSelf Sum(IReadOnlyList<TSelf> pictures, IEnumerable<int> draw) => draw.Aggregate(TSelf.AdditiveIdentity, (sum, index) => sum + pictures[index]);
}
