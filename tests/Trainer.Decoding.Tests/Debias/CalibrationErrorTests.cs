using System.Text.Json;
using Trainer.Decoding.Debias;

namespace Trainer.Decoding.Tests.Debias;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void Expected_GoldenAnswers_AgreesWithTheReference()
    {
        JsonElement input = Fixture.At("calibration_error", "input");
        double[][] probabilities = [.. input.GetProperty("probs").EnumerateArray().Select(row => row.Numbers())];
        int[] labels = [.. input.GetProperty("labels").Ids().Select(label => (int)label)];

        Assert.Equal(Fixture.At("calibration_error", "output").GetDouble(), CalibrationError.Expected(probabilities, labels), 1e-6);
    }

    [Fact]
    public void Expected_SureAndRightOrWrong_IsTheGapOfTheSoftmax()
    {
        // softmax(1, 0) = 0.7310586: right, it is that far from 1; wrong, from 0.
        Assert.Equal(1 - 0.7310586, CalibrationError.Expected([[1, 0]], [0]), 1e-6);
        Assert.Equal(0.7310586, CalibrationError.Expected([[1, 0]], [1]), 1e-6);
    }
}
