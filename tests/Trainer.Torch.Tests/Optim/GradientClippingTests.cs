using Trainer.Torch.Optim;

namespace Trainer.Torch.Tests.Optim;

public sealed class GradientClippingTests
{
    [Theory]
    [InlineData(0.5, 1, 1)]
    [InlineData(4, 1, 0.25)]
    [InlineData(4, 0, 1)]
    public void Coefficient_NormAndLimit_ShortensOnlyWhatIsTooLong(double norm, double maximum, double expected) =>
        Assert.Equal(expected, GradientClipping.Coefficient(norm, maximum), 1e-6);

    // Case ppo.grad_clip of LLaVA-RLHF's reference run: the gradient (3, 4, 12) and the norm after clipping, which that code logs.
    [Fact]
    public void Coefficient_GoldenGradient_ClipsAsTheReference()
    {
        double coefficient = GradientClipping.Coefficient(13, 1);

        Assert.Equal(0.230769213, 3 * coefficient, 1e-7);
        Assert.Equal(0.307692284, 4 * coefficient, 1e-7);
        Assert.Equal(0.9230768521, 12 * coefficient, 1e-7);
        Assert.Equal(0.9999999231, 13 * coefficient, 1e-9);
    }
}
