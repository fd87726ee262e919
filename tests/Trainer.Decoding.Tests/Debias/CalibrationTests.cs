using System.Text.Json;
using Trainer.Decoding.Debias;

namespace Trainer.Decoding.Tests.Debias;

public sealed class CalibrationTests
{
    public static TheoryData<string> Cases => [.. Fixture.At("posthoc").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_GoldenCase_AgreesWithTheReference(string name)
    {
        JsonElement golden = Fixture.At("posthoc").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        double[] seen = golden.GetProperty("input").GetProperty("p").Numbers();
        double[] blind = golden.GetProperty("input").GetProperty("p_cf_raw").Numbers();
        JsonElement output = golden.GetProperty("output");

        AssertClose(output.GetProperty("p_cf").Numbers(), Calibration.Shares(blind));
        AssertClose(output.GetProperty("naive").Numbers(), Calibration.Shares(seen));
        AssertClose(output.GetProperty("diagonal_W").Numbers(), Calibration.Apply(seen, blind, smoothing: 0));
        AssertClose(output.GetProperty("diagonal_W_with_1e4").Numbers(), Calibration.Apply(seen, blind));
    }

    [Fact]
    public void Apply_WhatTheBlindModelSays_GivesEqualShares()
    {
        double[] blind = [0.7, 0.2, 0.1];

        AssertClose([1.0 / 3, 1.0 / 3, 1.0 / 3], Calibration.Apply(blind, blind, smoothing: 0));
    }

    [Fact]
    public void Apply_ScaledProbabilities_ChangesNothing() =>
        AssertClose(Calibration.Apply([0.3, 0.1], [0.6, 0.4]), Calibration.Apply([0.03, 0.01], [6, 4]));

    [Fact]
    public void Apply_BlindModelThatSaysNothing_KeepsTheShares() => AssertClose([0.75, 0.25], Calibration.Apply([0.6, 0.2], [0, 0]));

    [Fact]
    public void Apply_NothingRead_GivesEqualShares() => AssertClose([0.5, 0.5], Calibration.Apply([0, 0], [0.6, 0.4]));

    [Fact]
    public void Apply_DifferentAnswers_SaysSo()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Calibration.Apply([0.5, 0.5], [1]));

        Assert.Contains("There are 2 answers, but blind probabilities of 1.", error.Message, StringComparison.Ordinal);
    }

    private static void AssertClose(double[] expected, double[] actual) => Assert.Equal(expected, actual, (left, right) => Math.Abs(left - right) < 1e-6);
}
