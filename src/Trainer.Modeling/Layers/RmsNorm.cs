using Trainer.Torch;

namespace Trainer.Modeling.Layers;

/// <summary>Root-mean-square normalisation with a weight (arXiv:1910.07467).</summary>
public sealed class RmsNorm(ParameterBuilder builder, string path, long width, double epsilon)
{
    private readonly Parameter weight = builder.Add($"{path}.weight", ParameterGroup.LanguageModel, Initialization.Ones, width);

    /// <summary>Normalises the last dimension.</summary>
    public Tensor Forward(Tensor input) => Functional.RmsNorm(input, weight.As(input.DType), epsilon);
}
