using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.Gguf;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.Gguf;

public sealed class LinearProjectorTests : IDisposable
{
    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Of_OneOutput_MirrorsItAndSubtracts()
    {
        NamedTensor[] weights = [.. LinearProjector.Of(Named("weight", Tensor.From([3f, -1], 1, 2))), .. LinearProjector.Of(Named("bias", Tensor.From([5f], 1)))];

        Assert.Equal(["mm.0.weight", "mm.2.weight", "mm.0.bias", "mm.2.bias"], weights.Select(weight => weight.Name));
        Assert.Equal([[3f, -1, -3, 1], [1f, -1], [5f, -5], [0f]], weights.Select(weight => weight.Value().ToArray<float>()));
        Assert.Equal(["2,2", "1,2", "2", "1"], weights.Select(weight => string.Join(',', weight.Shape)));
    }

    /// <summary>Also for the form of GELU that llama.cpp computes: 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_ThroughBothLayers_IsTheLinearMap(bool isExact)
    {
        Tensor weight = TinyWeights.Fill(3, [6, 4], 1);
        Tensor bias = TinyWeights.Fill(5, [6], 1);
        Tensor inputs = TinyWeights.Fill(7, [9, 4], 20);
        Tensor[] layers = [.. LinearProjector.Of(Named("weight", weight)).Concat(LinearProjector.Of(Named("bias", bias))).Select(named => named.Value())];

        Tensor inner = inputs.MatMul(layers[0].Transpose(0, 1)) + layers[2];
        Tensor active = isExact ? inner.Gelu() : 0.5 * inner * (((inner + (0.044715 * inner.Pow(3))) * Math.Sqrt(2 / Math.PI)).Tanh() + 1);

        Near.Equal(inputs.MatMul(weight.Transpose(0, 1)) + bias, active.MatMul(layers[1].Transpose(0, 1)) + layers[3], 1e-4);
    }

    private static NamedTensor Named(string name, Tensor value) => new($"model.mm_projector.{name}", value);
}
