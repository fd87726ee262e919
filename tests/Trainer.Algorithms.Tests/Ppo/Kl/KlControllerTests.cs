using Trainer.Algorithms.Ppo.Kl;
using Trainer.Modeling.Weights;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Ppo.Kl;

public sealed class KlControllerTests
{
    [Fact]
    public void Fixed_GoldenObservation_StaysPut()
    {
        var golden = GoldenPpo.Of("ppo.kl_controller");
        var controller = new FixedKl(golden.Number("kl_coef"));

        controller.Update(golden.Number("observed"), 512);
        controller.Restore(controller.Save());

        Assert.Equal(golden.Output("value").GetDouble(), controller.Coefficient);
    }

    // Horizon 1000, 100 answers, β = 0.2: one tenth of the error.
    [Theory]
    [InlineData(6.6, 0.2 * 1.01)]
    [InlineData(5.4, 0.2 * 0.99)]
    [InlineData(600, 0.2 * 1.02)]
    [InlineData(-600, 0.2 * 0.98)]
    [InlineData(6, 0.2)]
    public void Adaptive_Measured_FollowsTheClippedError(double measured, double expected)
    {
        var controller = new AdaptiveKl(0.2, target: 6, horizon: 1000);

        controller.Update(measured, 100);

        Assert.Equal(expected, controller.Coefficient, 1e-12);
    }

    [Fact]
    public void Adaptive_ManyMoreAnswersThanTheHorizon_StaysPositive()
    {
        var controller = new AdaptiveKl(0.2, target: 6, horizon: 10);

        controller.Update(-100, 1000);

        Assert.Equal(0.2 * 0.8, controller.Coefficient, 1e-12);
    }

    [Fact]
    public void Adaptive_SavedAndRestored_GoesOnWithTheSameBits()
    {
        var controller = new AdaptiveKl(0.2, target: 6, horizon: 1000);
        controller.Update(7.1, 33);
        var resumed = new AdaptiveKl(0.2, target: 6, horizon: 1000);

        resumed.Restore(controller.Save());

        Assert.Equal(controller.Coefficient, resumed.Coefficient);
    }

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    public void Adaptive_BrokenState_IsRefusedAndChangesNothing(string state)
    {
        var controller = new AdaptiveKl(0.2, target: 6, horizon: 1000);

        Assert.Contains($"'{state}'", Assert.Throws<CheckpointException>(() => controller.Restore(state)).Message, StringComparison.Ordinal);

        Assert.Equal(0.2, controller.Coefficient);
    }

    [Fact]
    public void Adaptive_MeasuredNoNumber_SaysSo()
    {
        var controller = new AdaptiveKl(0.2, target: 6, horizon: 1000);

        Assert.Throws<DivergedException>(() => controller.Update(double.NaN, 8));

        Assert.Equal(0.2, controller.Coefficient);
    }
}
