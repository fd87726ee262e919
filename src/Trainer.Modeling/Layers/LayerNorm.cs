using Trainer.Torch;

namespace Trainer.Modeling.Layers;

/// <summary>Layer normalisation with weight and bias.</summary>
public sealed class LayerNorm(ParameterBuilder builder, string path, long width, double epsilon)
{
    private readonly Parameter weight = builder.Add($"{path}.weight", ParameterGroup.VisionTower, Initialization.Ones, width);
    private readonly Parameter bias = builder.Add($"{path}.bias", ParameterGroup.VisionTower, Initialization.Zeros, width);

    /// <summary>Normalises the last dimension.</summary>
    public Tensor Forward(Tensor input) => Functional.LayerNorm(input, weight.As(input.DType), bias.As(input.DType), epsilon);
}
