using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Modeling.Weights.Gguf;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.Gguf;

public sealed class RotaryRowsTests : IDisposable
{
    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Interleave_TwoHeadsOfSix_BringsPartnersTogether()
    {
        Tensor rows = Tensor.From([.. Enumerable.Range(0, 12).Select(row => (float)row)], 12, 1);

        Assert.Equal([0f, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11], RotaryRows.Interleave(rows, 2).ToArray<float>());
        Assert.Equal([0f, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11], RotaryRows.Separate(rows, 2).ToArray<float>());
    }

    [Fact]
    public void Separate_Interleaved_IsTheSame()
    {
        Tensor weight = TinyWeights.Fill(11, [24, 5], 1);

        Assert.Equal(weight.ToArray<float>(), RotaryRows.Separate(RotaryRows.Interleave(weight, 3), 3).ToArray<float>());
    }

    /// <summary>Turning neighbours of interleaved rows gives the scores that turning halves of ours gives.</summary>
    [Fact]
    public void Interleave_NeighboursTurned_ScoresAreThoseOfHalvesTurned()
    {
        var config = new LlamaConfig { HiddenSize = 16, Heads = 2, MaxPositions = 8, RopeTheta = 100 };
        using var table = new RotaryTable(config, Device.Cpu);
        (double[] cosine, double[] sine) = (table.First(5).Cosine.ToArray<double>(), table.First(5).Sine.ToArray<double>());
        Tensor states = TinyWeights.Fill(3, [5, 16], 1);
        Tensor query = TinyWeights.Fill(5, [16, 16], 1);
        Tensor key = TinyWeights.Fill(7, [16, 16], 1);

        double[] halves = Scores(states, query, key, feature => (feature, feature + 4), (cosine, sine));
        double[] neighbours = Scores(states, RotaryRows.Interleave(query, 2), RotaryRows.Interleave(key, 2), feature => (2 * feature, (2 * feature) + 1), (cosine, sine));

        Assert.All(halves.Zip(neighbours), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(halves.Distinct().Count() > 20);
    }

    /// <summary>Products of turned queries and keys of two heads of eight, [head, query, key], by loops.</summary>
    private static double[] Scores(Tensor states, Tensor query, Tensor key, Func<int, (int First, int Second)> partners, (double[] Cosine, double[] Sine) angles)
    {
        double[] Turned(Tensor weight)
        {
            double[] from = states.MatMul(weight.Transpose(0, 1)).ToArray<double>();
            double[] to = new double[from.Length];
            for (int index = 0; index < 5 * 2 * 4; index++)
            {
                (int position, int head, int feature) = (index / 8, index / 4 % 2, index % 4);
                (int first, int second) = partners(feature);
                int row = (position * 16) + (head * 8);
                (double cosine, double sine) = (angles.Cosine[(position * 4) + feature], angles.Sine[(position * 4) + feature]);
                to[row + first] = (from[row + first] * cosine) - (from[row + second] * sine);
                to[row + second] = (from[row + second] * cosine) + (from[row + first] * sine);
            }

            return to;
        }

        (double[] queries, double[] keys) = (Turned(query), Turned(key));
        return [.. Enumerable.Range(0, 50).Select(index => Enumerable.Range(0, 8).Sum(feature =>
            queries[(index / 5 % 5 * 16) + (index / 25 * 8) + feature] * keys[(index % 5 * 16) + (index / 25 * 8) + feature]))];
    }
}
