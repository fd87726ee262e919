using System.Text;
using Trainer.Torch.Distributed;
using Trainer.Training.Checkpoints;

namespace Trainer.Training.Loop;

/// <summary>Sums figures over all processes.</summary>
internal static class SharedFigures
{
    /// <summary>
    /// Sums of every figure that any process has. Which ones a process has depends on its records, so all agree on the names
    /// first: the sums are then one row of the same shape everywhere.
    /// </summary>
    internal static Dictionary<string, PartialMetric> Sum(ProcessGroup group, Dictionary<string, PartialMetric> own)
    {
        string[] names = Names(group, own.Keys);
        if (group.WorldSize == 1 || names.Length == 0)
        {
            return own;
        }

        double[][] rows = group.AllGather([.. names.Select(name => own.GetValueOrDefault(name)).SelectMany(metric => new[] { metric.Sum, metric.Weight })]);
        return names.Select((name, i) => KeyValuePair.Create(name, new PartialMetric(rows.Sum(row => row[2 * i]), rows.Sum(row => row[(2 * i) + 1]))))
            .ToDictionary(StringComparer.Ordinal);
    }

    private static string[] Names(ProcessGroup group, IEnumerable<string> own) =>
        [.. group.AllGather(Encoding.UTF8.GetBytes(string.Join('\n', own)))
            .SelectMany(names => Encoding.UTF8.GetString(names).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
