using Trainer.Torch;

namespace Trainer.Modeling.Layers;

/// <summary>Layer normalisation with weight and bias.</summary>
public sealed class LayerNorm(ParameterBuilder builder, string path, long width, double epsilon, ParameterGroup group = ParameterGroup.VisionTower)
{
    private readonly Parameter weight = builder.Add($"{path}.weight", group, Initialization.Ones, width);
    private readonly Parameter bias = builder.Add($"{path}.bias", group, Initialization.Zeros, width);

    /// <summary>Normalises the last dimension.</summary>
    public Tensor Forward(Tensor input) => Functional.LayerNorm(input, weight.As(input.DType), bias.As(input.DType), epsilon);
}
