using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Adapters;

/// <summary>One named low-rank adapter over several layers: the changeable part of a role.</summary>
public sealed class LoraAdapter : IDisposable
{
    private readonly Dictionary<Linear, LowRankDelta> deltas;

    internal LoraAdapter(string name, LoraOptions options, Dictionary<Linear, LowRankDelta> deltas)
    {
        Name = name;
        Options = options;
        this.deltas = deltas;
    }

    /// <summary>Name of the role that it serves.</summary>
    public string Name { get; }

    /// <summary>Rank, scaling, targets.</summary>
    public LoraOptions Options { get; }

    /// <summary>A and B of every layer, named <c>{path}.lora_A.weight</c> and <c>{path}.lora_B.weight</c>.</summary>
    public IEnumerable<Parameter> Parameters => deltas.Values.SelectMany(delta => new[] { delta.Down, delta.Up });

    /// <summary>Frees the adapter's weights.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Value.Dispose();
        }
    }

    internal void Attach()
    {
        foreach ((Linear layer, LowRankDelta delta) in deltas)
        {
            layer.Active = delta;
        }
    }

    internal void Detach()
    {
        foreach (Linear layer in deltas.Keys)
        {
            layer.Active = null;
        }
    }

    /// <summary>Adds the change to the layers' own weights.</summary>
    /// <returns>The weights as they were, for <see cref="Unfold"/>; its holder frees them.</returns>
    internal IReadOnlyList<Tensor> Fold()
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        var originals = new List<Tensor>(deltas.Count);
        foreach ((Linear layer, LowRankDelta delta) in deltas)
        {
            Tensor weight = layer.Weight.Value;
            originals.Add(TensorScope.Release(weight.Clone()));
            weight.CopyFrom(Merge(weight, delta));
        }

        return originals;
    }

    /// <summary>A layer's own weight with the change added, Float32: whoever writes it rounds it, once. Null for a weight that the adapter does not change.</summary>
    internal Tensor? Merged(Parameter weight) => deltas.FirstOrDefault(entry => entry.Key.Weight == weight) is { Key: not null } found
        ? Merge(weight.Value, found.Value)
        : null;

    private static Tensor Merge(Tensor weight, LowRankDelta delta) => weight.To(DType.Float32) + delta.Product();

    /// <summary>Puts the layers' own weights back and frees the copies.</summary>
    internal void Unfold(IReadOnlyList<Tensor> originals)
    {
        using var mode = GradientMode.Off();
        foreach ((Linear layer, Tensor original) in deltas.Keys.Zip(originals))
        {
            layer.Weight.Value.CopyFrom(original);
            original.Dispose();
        }
    }
}
