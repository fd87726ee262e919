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

    /// <summary>Where the layers lie, and their adapters with them.</summary>
    public Device Device => layers[0].Weight.Value.Device;

    /// <summary>Whether the active adapter's weights keep gradients.</summary>
    public bool IsTraining => active is not null && active.Parameters.Any(parameter => parameter.Trainable);

    /// <summary>Makes a fresh adapter: A uniform within ±1/√inputs, B zero, so that it changes nothing yet.</summary>
    public LoraAdapter Add(string name, LoraOptions options, RandomStream stream)
    {
        var placement = new Placement(Device, DType.Float32);
        return Add(name, options, (_, shape, initialization) =>
        {
            if (initialization == Initialization.Zeros)
            {
                return Tensor.Zeros(placement, shape);
            }

            double bound = 1 / Math.Sqrt(shape[1]);
            return Tensor.Empty(Placement.CpuFloat, shape).FillUniform(-bound, bound, stream).To(placement);
        });
    }

    /// <summary>Makes an adapter whose weights come from a source.</summary>
    /// <exception cref="ArgumentException">The name is taken or no layer matches.</exception>
    public LoraAdapter Add(string name, LoraOptions options, ParameterSource source)
    {
        if (adapters.ContainsKey(name))
        {
            throw new ArgumentException($"There is an adapter '{name}' already. Each role needs a name of its own.", nameof(name));
        }

        Linear[] targets = Targets(options);
        var builder = new ParameterBuilder(source);
        var deltas = targets.ToDictionary(layer => layer, layer => Delta(layer, options.For(layer.Path), builder));
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

    /// <summary>
    /// Adds an adapter's change to the base weights until the result is disposed: rollouts then run at the base's speed, and an
    /// export writes a plain model. The originals are kept aside and put back bit for bit, which subtracting could not do.
    /// </summary>
    public IDisposable Merge(string name) => new Merged(this, Find(name));

    /// <summary>A weight of the base as the active adapter would make it, in Float32 if it changes it; without one, the weight itself.</summary>
    public Tensor ValueOf(Parameter weight) => active?.Merged(weight) ?? weight.Value;

    /// <summary>Frees every adapter.</summary>
    public void Dispose()
    {
        Activate(null);
        foreach (LoraAdapter adapter in adapters.Values)
        {
            adapter.Dispose();
        }
    }

    private static LowRankDelta Delta(Linear layer, LoraOptions options, ParameterBuilder builder) => new(
        options,
        builder.Add($"{layer.Path}.lora_A.weight", ParameterGroup.Adapter, Initialization.Projection, options.Rank, layer.Weight.Value.Size(1)),
        builder.Add($"{layer.Path}.lora_B.weight", ParameterGroup.Adapter, Initialization.Zeros, layer.Weight.Value.Size(0), options.Rank));

    private static bool Matches(Linear layer, string target) =>
        target == LoraOptions.AllLinear || layer.Path == target || layer.Path.EndsWith($".{target}", StringComparison.Ordinal);

    private Linear[] Targets(LoraOptions options)
    {
        string? stranger = options.TargetModules.FirstOrDefault(target => !layers.Any(layer => Matches(layer, target)));
        return stranger is null
            ? [.. layers.Where(layer => options.TargetModules.Any(target => Matches(layer, target)))]
            : throw new ArgumentException($"No layer matches '{stranger}' in lora_target_modules. Known: {Known()}.", nameof(options));
    }

    private LoraAdapter Find(string name) => adapters.TryGetValue(name, out LoraAdapter? adapter)
        ? adapter
        : throw new ArgumentException($"There is no adapter '{name}'. Known: {string.Join(", ", adapters.Keys)}.", nameof(name));

    private string Known() =>
        string.Join(", ", layers.Select(layer => layer.Path[(layer.Path.LastIndexOf('.') + 1)..]).Distinct().Append(LoraOptions.AllLinear));

    private sealed class Restore(AdapterSet set, string? name) : IDisposable
    {
        public void Dispose() => set.Activate(name);
    }

    private sealed class Merged : IDisposable
    {
        private readonly IDisposable role;
        private readonly LoraAdapter adapter;
        private readonly IReadOnlyList<Tensor> originals;

        internal Merged(AdapterSet set, LoraAdapter adapter)
        {
            // The weights carry the change now; an active adapter would add it a second time.
            role = set.Use(null);
            this.adapter = adapter;
            originals = adapter.Fold();
        }

        public void Dispose()
        {
            adapter.Unfold(originals);
            role.Dispose();
        }
    }
}
