using Trainer.Data;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Common;

/// <summary>Sees that all processes are about to do the same: on several hosts, files of one name may differ.</summary>
internal static class SameRun
{
    /// <summary>Compares figures of this process with those of rank 0.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="figures">What must be equal, by name.</param>
    /// <exception cref="DataException">Some figure differs; all processes say so.</exception>
    internal static void Require(ProcessGroup group, params (string Name, double Value)[] figures)
    {
        double[][] all = group.AllGather([.. figures.Select(figure => figure.Value)]);
        for (int rank = 1; rank < all.Length; rank++)
        {
            for (int i = 0; i < figures.Length; i++)
            {
                if (all[rank][i] != all[0][i])
                {
                    throw new DataException(FormattableString.Invariant($"Rank {rank} has {all[rank][i]} {figures[i].Name}, rank 0 has {all[0][i]}. Give all processes the same recipe, model and records."));
                }
            }
        }
    }
}
