using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Sweeps;
using Trainer.Cli.Tests.Pipelines;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Tests.Sweeps;

public sealed class SweepTableTests : IDisposable
{
    private readonly FakeVerbs verbs = new();

    public void Dispose() => verbs.Dispose();

    [Fact]
    public void Of_ThreeSettings_FindsTheBestAndTheSpread()
    {
        SweepTable table = Table(higherIsBetter: true, 0.5, 0.9, 0.7);

        Assert.Equal("temperature_0.2", table.Best!.Setting.Name);
        Assert.Equal(0.4, table.Spread!.Value, 1e-12);
        Assert.False(table.CannotTell);
    }

    [Fact]
    public void Of_LowerIsBetter_FindsTheLeast() => Assert.Equal("default", Table(higherIsBetter: false, 0.5, 0.9, 0.7).Best!.Setting.Name);

    [Theory]
    [InlineData(0.58, true)]
    [InlineData(0.62, false)]
    public void CannotTell_IntervalsThatOverlap_IsSaid(double best, bool expected) => Assert.Equal(expected, Table(higherIsBetter: true, 0.5, best, 0.4).CannotTell);

    [Fact]
    public void Of_SettingWithoutAFigure_IsLeftOutOfTheComparison()
    {
        SweepTable table = Table(higherIsBetter: true, 0.5, null, 0.7);

        Assert.Equal("temperature_1.0", table.Best!.Setting.Name);
        Assert.Contains("| temperature_0.2 | n/a | n/a |", SweepFiles.Markdown(table, "x.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MetricThatTheStepDoesNotPrint_ListsWhatThereIs()
    {
        UsageException error = Assert.Throws<UsageException>(() => Table(new SweepOptions { Step = "pope", Metric = "splits.adversarial.f2" }, 0.5, 0.6, 0.7));

        Assert.Contains("'splits.adversarial.f2'", error.Message, StringComparison.Ordinal);
        Assert.Contains("There are: f1, ci95.", error.Message, StringComparison.Ordinal);
    }

    private SweepTable Table(bool higherIsBetter, params double?[] values) =>
        Table(new SweepOptions { Step = "pope", Metric = "splits.adversarial.f1", HigherIsBetter = higherIsBetter }, values);

    private SweepTable Table(SweepOptions options, params double?[] values)
    {
        Pipeline pipeline = verbs.Load("  - { name: pope, run: run x, vary: { --temperature: [0.2, 1.0] } }");
        return SweepTable.Of(options, pipeline.Steps, pipeline.Steps.Zip(values).ToDictionary(pair => pair.First.Name, pair => (JsonObject?)Printed(pair.Second)));
    }

    /// <summary>A result as POPE's is, with an interval of 0.05 to either side.</summary>
    private static JsonObject Printed(double? value) => new()
    {
        ["splits"] = new JsonObject
        {
            ["adversarial"] = new JsonObject { ["f1"] = value, ["ci95"] = new JsonObject { ["f1"] = value is { } mean ? new JsonArray(mean - 0.05, mean + 0.05) : null } },
        },
    };
}
