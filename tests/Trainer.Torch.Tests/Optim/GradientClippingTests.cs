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
}
