using Trainer.Modeling.Layers;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Layers;

public sealed class RmsNormTests
{
    [Fact]
    public void Forward_Golden_EqualsTheReference()
    {
        using var scope = new TensorScope();

        Near.Equal(Golden.Numbers("layers", "rms_norm"), Norm().Forward(TinyWeights.Fill(51, [2, 8], 6)));
    }

    [Fact]
    public void Forward_BFloat16_RoundsBeforeTheWeightAsTheReferenceDoes()
    {
        using var scope = new TensorScope();

        Tensor output = Norm().Forward(TinyWeights.Fill(51, [2, 8], 6).To(DType.BFloat16));

        Assert.Equal(DType.BFloat16, output.DType);
        Near.Equal(Golden.Numbers("layers", "rms_norm_bfloat16"), output, 0);
    }

    private static RmsNorm Norm() => new(new ParameterBuilder((_, shape, _) => TinyWeights.Fill(52, shape, 0.4, 1)), "norm", 8, 1e-5);
}
