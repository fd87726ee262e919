using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training.Checkpoints;
using Trainer.Training.Metrics;

namespace Trainer.Training.Loop;

/// <summary>Sums figures on the device over a logging interval, in Float64; reading them waits for the device once.</summary>
internal sealed class MetricAccumulator : IDisposable
{
    private readonly SortedDictionary<string, (Tensor Sum, double Weight)> sums = new(StringComparer.Ordinal);

    /// <summary>Adds a micro-batch's loss and figures.</summary>
    internal void Add(LossReport report)
    {
        Add(MetricNames.Loss, report.Loss, report.Weight);
        foreach ((string name, MetricSum metric) in report.Metrics)
        {
            Add(name, metric.Sum, metric.Weight);
        }
    }

    /// <summary>Adds one figure of a micro-batch.</summary>
    internal void Add(string name, Tensor sum, double weight)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        if (sums.TryGetValue(name, out (Tensor Sum, double Weight) entry))
        {
            entry.Sum.AddInPlace(sum.Detach());
            sums[name] = (entry.Sum, entry.Weight + weight);
        }
        else
        {
            Tensor total = TensorScope.Release(Tensor.Zeros(new Placement(sum.Device, DType.Float64)));
            sums[name] = (total.AddInPlace(sum.Detach()), weight);
        }
    }

    /// <summary>Means over the interval so far and over all processes; the interval then starts anew. Figures without weight are left out.</summary>
    internal Dictionary<string, double> TakeMeans(ProcessGroup group)
    {
        var means = Read(group).Where(entry => entry.Value.Weight > 0)
            .ToDictionary(entry => entry.Key, entry => entry.Value.Sum / entry.Value.Weight, StringComparer.Ordinal);
        Clear();
        return means;
    }

    /// <summary>The sums and weights so far, over all processes.</summary>
    internal Dictionary<string, PartialMetric> Read(ProcessGroup group) => SharedFigures.Sum(group, ReadOwn());

    private Dictionary<string, PartialMetric> ReadOwn()
    {
        if (sums.Count == 0)
        {
            return [];
        }

        using var scope = new TensorScope();
        double[] values = Tensor.Stack(0, [.. sums.Values.Select(entry => entry.Sum)]).ToArray<double>();
        return sums.Zip(values).ToDictionary(
            entry => entry.First.Key, entry => new PartialMetric(entry.Second, entry.First.Value.Weight), StringComparer.Ordinal);
    }

    /// <summary>Continues from what <see cref="Read"/> returned.</summary>
    internal void Restore(IReadOnlyDictionary<string, PartialMetric> interval, Device device)
    {
        Clear();
        foreach ((string name, PartialMetric metric) in interval)
        {
            sums[name] = (TensorScope.Release(Tensor.Scalar(metric.Sum, new Placement(device, DType.Float64))), metric.Weight);
        }
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        foreach ((Tensor sum, _) in sums.Values)
        {
            sum.Dispose();
        }

        sums.Clear();
    }
}
