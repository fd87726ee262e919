using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Inspections;

/// <summary>
/// Two sets of weights beside each other. Names are brought to one spelling first, so that a model in the layout of llava and one in that of
/// transformers can be compared.
/// </summary>
internal sealed class WeightDifference
{
    private WeightDifference()
    {
    }

    /// <summary>Names that only the first has.</summary>
    internal List<string> OnlyFirst { get; } = [];

    /// <summary>Names that only the second has.</summary>
    internal List<string> OnlySecond { get; } = [];

    /// <summary>Tensors whose shapes differ.</summary>
    internal List<string> Reshaped { get; } = [];

    /// <summary>Tensors of one shape whose elements or types differ.</summary>
    internal List<ChangedWeight> Changed { get; } = [];

    /// <summary>Tensors that are the same, bit for bit.</summary>
    internal int Equal { get; private set; }

    /// <summary>Whether nothing differs.</summary>
    internal bool IsNone => OnlyFirst.Count + OnlySecond.Count + Reshaped.Count + Changed.Count == 0;

    /// <summary>Compares, one pair of tensors in memory at a time.</summary>
    internal static WeightDifference Between(WeightFolder first, WeightFolder second)
    {
        SortedDictionary<string, FoundWeight> left = ByName(first);
        SortedDictionary<string, FoundWeight> right = ByName(second);
        var difference = new WeightDifference();
        difference.OnlyFirst.AddRange(left.Keys.Where(name => !right.ContainsKey(name)));
        difference.OnlySecond.AddRange(right.Keys.Where(name => !left.ContainsKey(name)));
        foreach ((string name, FoundWeight weight) in left)
        {
            if (right.TryGetValue(name, out FoundWeight? other))
            {
                difference.Compare(name, weight, other);
            }
        }

        return difference;
    }

    private static SortedDictionary<string, FoundWeight> ByName(WeightFolder folder)
    {
        var weights = new SortedDictionary<string, FoundWeight>(StringComparer.Ordinal);
        foreach (InspectedFile file in folder.Files)
        {
            foreach (TensorInfo info in file.Tensors)
            {
                // Files of one folder may hold the same weight, as a model and a projector beside it do: both are compared.
                string name = NameMap.ToOurs(info.Name) ?? info.Name;
                weights[weights.ContainsKey(name) ? $"{file.Name}: {info.Name}" : name] = new FoundWeight(file.Weights, info);
            }
        }

        return weights;
    }

    private void Compare(string name, FoundWeight first, FoundWeight second)
    {
        if (!first.Info.Shape.AsSpan().SequenceEqual(second.Info.Shape))
        {
            Reshaped.Add($"{name}: {first.Info} and {second.Info}");
            return;
        }

        using var scope = new TensorScope();
        Tensor left = first.Read();
        Tensor right = second.Read();
        if (left.DType == right.DType && left.Bytes().SameAs(right.Bytes()))
        {
            Equal++;
            return;
        }

        // Half precision would round the difference itself.
        DType type = IsNarrow(left) && IsNarrow(right) ? DType.Float32 : DType.Float64;
        double largest = left.Count == 0 ? 0 : (left.To(type) - right.To(type)).Abs().Max().Item();
        Changed.Add(new ChangedWeight(name, first.Info.ToString(), second.Info.ToString(), largest));
    }

    private static bool IsNarrow(Tensor tensor) => tensor.DType is DType.Float32 or DType.BFloat16 or DType.Float16;

    private sealed record FoundWeight(IWeightSource File, TensorInfo Info)
    {
        internal Tensor Read() => File.Read(Info.Name);
    }
}

/// <summary>A tensor that differs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">Type and shape in the first.</param>
/// <param name="Second">Type and shape in the second.</param>
/// <param name="Largest">Largest difference of two elements; not a number where an element is none.</param>
internal sealed record ChangedWeight(string Name, string First, string Second, double Largest);
