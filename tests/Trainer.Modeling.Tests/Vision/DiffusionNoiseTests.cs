using System.Text.Json;
using Trainer.Modeling.Vision;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Vision;

public sealed class DiffusionNoiseTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vision", "Fixtures", "noise.json")))
            .RootElement.GetProperty("cases").EnumerateArray()];

    public static TheoryData<string> Schedules => Names("noise_schedule");

    public static TheoryData<string> Pictures => Names("noise_apply");

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Schedule_GoldenSteps_AgreesWithTheReference(string name)
    {
        JsonElement golden = Case(name);
        var noise = new DiffusionNoise(golden.GetProperty("inputs").GetProperty("num_steps").GetInt32());
        double[] steps = Numbers(golden.GetProperty("inputs").GetProperty("t"));
        double[] betas = Numbers(golden.GetProperty("outputs").GetProperty("beta_f64"));
        double[] shares = Numbers(golden.GetProperty("outputs").GetProperty("alpha_bar_f64"));

        for (int i = 0; i < steps.Length; i++)
        {
            Assert.Equal(betas[i], noise.Beta((int)steps[i]), 1e-12);
            Assert.Equal(shares[i], noise.SignalShare((int)steps[i]), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Apply_GoldenNoise_AgreesWithTheReference(string name)
    {
        using var scope = new TensorScope();
        JsonElement inputs = Case(name).GetProperty("inputs");
        Tensor pixels = Tensor.From(Numbers(inputs.GetProperty("x")), 1, 3, 2, 2);
        Tensor noise = Tensor.From(Numbers(inputs.GetProperty("noise")), 1, 3, 2, 2);

        Tensor noised = new DiffusionNoise().Apply(pixels, inputs.GetProperty("t").GetInt32(), noise);

        Near.Equal(Numbers(Case(name).GetProperty("outputs").GetProperty("x_noised")), noised, 1e-9);
    }

    [Fact]
    public void Apply_ByHand_MixesSignalAndNoise()
    {
        using var scope = new TensorScope();

        Tensor noised = new DiffusionNoise().Apply(Tensor.From([-1.5]), 500, Tensor.From([0.3]));

        Assert.Equal(-1.1429732507, noised.Item(), 1e-9);
    }

    [Fact]
    public void Apply_EqualStreams_DrawEqualNoiseOfTheScheduledStrength()
    {
        using var scope = new TensorScope();
        using RandomStream first = new RandomRoot(3).Stream("noise");
        using RandomStream second = new RandomRoot(3).Stream("noise");
        var noise = new DiffusionNoise();
        Tensor black = Tensor.Zeros(Placement.CpuFloat, 1, 3, 60, 60);

        Tensor noised = noise.Apply(black, 900, first);

        Assert.True(noised.SameAs(noise.Apply(black, 900, second)));
        Assert.Equal(1 - noise.SignalShare(900), (noised * noised).Mean().Item(), 0.03);
        Assert.Equal(0, noised.Mean().Item(), 0.03);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public void Apply_StepOutsideTheSchedule_SaysItsRange(int step)
    {
        using var scope = new TensorScope();

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new DiffusionNoise().Apply(Tensor.From([0.0]), step, Tensor.From([0.0])));

        Assert.Contains("from 0 to 999", error.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string> Names(string operation) =>
        [.. Cases.Where(one => one.GetProperty("op").GetString() == operation).Select(one => one.GetProperty("name").GetString()!)];

    private static JsonElement Case(string name) => Cases.Single(one => one.GetProperty("name").GetString() == name);

    private static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Numbers)] : [element.GetDouble()];
}
