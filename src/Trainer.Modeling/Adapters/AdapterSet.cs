using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Adapters;

/// <summary>
/// The adapters of one backbone. A role names one of them; switching roles switches layers' pointers and copies nothing,
/// so that policy, reference, reward and value share the frozen weights.
/// </summary>
/// <param name="layers">Layers that adapters may attach to.</param>
public sealed class AdapterSet(IReadOnlyList<Linear> layers) : IDisposable
{
    private readonly Dictionary<string, LoraAdapter> adapters = new(StringComparer.Ordinal);
    private LoraAdapter? active;

    /// <summary>Every adapter by its name.</summary>
    public IReadOnlyDictionary<string, LoraAdapter> All => adapters;

    /// <summary>Name of the adapter that takes part; none: the base model.</summary>
    public string? Active => active?.Name;

    /// <summary>Makes a fresh adapter: A uniform within ±1/√inputs, B zero, so that it changes nothing yet.</summary>
    public LoraAdapter Add(string name, LoraOptions options, RandomStream stream) => Add(name, options, (_, shape, initialization) =>
        initialization == Initialization.Zeros
            ? Tensor.Zeros(PlacementOf(layers[0]), shape)
            : Tensor.Empty(Placement.CpuFloat, shape).FillUniform(-1 / Math.Sqrt(shape[1]), 1 / Math.Sqrt(shape[1]), stream).To(PlacementOf(layers[0])));

    /// <summary>Makes an adapter whose weights come from a source.</summary>
    /// <exception cref="ArgumentException">The name is taken or no layer matches.</exception>
    public LoraAdapter Add(string name, LoraOptions options, ParameterSource source)
    {
        Linear[] targets = [.. layers.Where(layer => Matches(layer, options))];
        if (targets.Length == 0)
        {
            throw new ArgumentException(
                $"No layer matches lora_target_modules [{string.Join(", ", options.TargetModules)}]. Known: {Known()}.", nameof(options));
        }

        var builder = new ParameterBuilder(source);
        var deltas = targets.ToDictionary(layer => layer, layer => new LowRankDelta(
            options,
            builder.Add($"{layer.Path}.lora_A.weight", ParameterGroup.Adapter, Initialization.Normal, options.Rank, layer.Weight.Value.Size(1)),
            builder.Add($"{layer.Path}.lora_B.weight", ParameterGroup.Adapter, Initialization.Zeros, layer.Weight.Value.Size(0), options.Rank)));
        var adapter = new LoraAdapter(name, options, deltas);
        adapters.Add(name, adapter);
        return adapter;
    }

    /// <summary>Lets one adapter take part from now on; null: the base model alone.</summary>
    public void Activate(string? name)
    {
        active?.Detach();
        active = name is null ? null : Find(name);
        active?.Attach();
    }

    /// <summary>Lets one adapter take part until the result is disposed, then the one before.</summary>
    public IDisposable Use(string? name)
    {
        var back = new Restore(this, Active);
        Activate(name);
        return back;
    }

    /// <summary>Adds an adapter's change to the base weights, for rollouts and export. Inexact to undo in half precision.</summary>
    public void Merge(string name) => Find(name).Fold(1);

    /// <summary>Takes a merged change out again.</summary>
    public void Unmerge(string name) => Find(name).Fold(-1);

    /// <summary>Frees every adapter.</summary>
    public void Dispose()
    {
        Activate(null);
        foreach (LoraAdapter adapter in adapters.Values)
        {
            adapter.Dispose();
        }
    }

    private static bool Matches(Linear layer, LoraOptions options) => options.TargetModules.Any(target =>
        target == LoraOptions.AllLinear || layer.Path == target || layer.Path.EndsWith($".{target}", StringComparison.Ordinal));

    private static Placement PlacementOf(Linear layer) => new(layer.Weight.Value.Device, DType.Float32);

    private LoraAdapter Find(string name) => adapters.TryGetValue(name, out LoraAdapter? adapter)
        ? adapter
        : throw new ArgumentException($"There is no adapter '{name}'. Known: {string.Join(", ", adapters.Keys)}.", nameof(name));

    private string Known() =>
        string.Join(", ", layers.Select(layer => layer.Path[(layer.Path.LastIndexOf('.') + 1)..]).Distinct().Append(LoraOptions.AllLinear));

    private sealed class Restore(AdapterSet set, string? name) : IDisposable
    {
        public void Dispose() => set.Activate(name);
    }
}
