using System.Text.Json;
using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>Weights that are a function of their place: the same ones that <c>make_models.py</c> used.</summary>
public static class TinyWeights
{
    private const int FirstOfProjector = 500;
    private const int FirstOfAdapter = 900;
    private const double AdapterAmplitude = 0.8;

    private static readonly string[] Projector = ["model.mm_projector.0.weight", "model.mm_projector.0.bias", "model.mm_projector.2.weight", "model.mm_projector.2.bias"];

    private static readonly string[] Adapter = [.. new[] { 0, 1 }.SelectMany(layer => new[] { "self_attn.q_proj", "mlp.down_proj" }
        .SelectMany(module => new[] { "A", "B" }.Select(side => $"model.layers.{layer}.{module}.lora_{side}.weight")))];

    private static readonly Dictionary<string, (int Index, string Kind)> Places = AllPlaces();

    /// <summary>A source for models of any size whose layers have these names.</summary>
    public static Tensor Base(string name, long[] shape, Initialization initialization)
    {
        (int index, string kind) = Places[name];
        double[] kindSizes = Golden.Numbers("kinds", kind);
        return Fill(index, shape, kindSizes[0], kindSizes[1]);
    }

    /// <summary>A source for adapters of query and down projections.</summary>
    public static Tensor Lora(string name, long[] shape, Initialization initialization) =>
        Fill(FirstOfAdapter + Array.IndexOf(Adapter, name), shape, AdapterAmplitude);

    /// <summary>Pixels or other input.</summary>
    /// <param name="index">Which tensor.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="amplitude">Width of the range.</param>
    /// <param name="middle">Middle of the range.</param>
    public static Tensor Fill(int index, long[] shape, double amplitude, double middle = 0)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return Tensor.From([.. Enumerable.Range(0, (int)count).Select(i => (float)(middle + (amplitude * Noise(index, i))))], shape);
    }

    /// <summary>A number in [−0.5, 0.5) for element <paramref name="element"/> of tensor <paramref name="index"/>, by an integer hash.</summary>
    public static double Noise(int index, int element)
    {
        uint x = unchecked(((uint)element * 0x9E3779B1u) + ((uint)index * 0x85EBCA77u) + 0x27D4EB2Fu);
        x = unchecked((x ^ (x >> 15)) * 0x2C1B3C6Du);
        x = unchecked((x ^ (x >> 12)) * 0x297A2D39u);
        x ^= x >> 15;
        return ((x >> 8) / 16777216.0) - 0.5;
    }

    private static Dictionary<string, (int Index, string Kind)> AllPlaces()
    {
        var places = new Dictionary<string, (int Index, string Kind)>();
        foreach ((string list, string prefix) in new[] { ("llama_weights", string.Empty), ("clip_weights", "vision_tower.") })
        {
            foreach ((int index, JsonElement entry) in Golden.At(list).EnumerateArray().Index())
            {
                places.Add(prefix + entry[0].GetString(), (index, entry[1].GetString()!));
            }
        }

        foreach ((int offset, string name) in Projector.Index())
        {
            places.Add(name, (FirstOfProjector + offset, name.EndsWith("bias", StringComparison.Ordinal) ? "bias" : "mat"));
        }

        return places;
    }
}
