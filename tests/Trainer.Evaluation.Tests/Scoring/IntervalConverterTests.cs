using System.Text.Json;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class IntervalConverterTests
{
    [Fact]
    public void Write_Interval_IsAListOfTwo() => Assert.Equal("[0.25,0.75]", JsonSerializer.Serialize(new Interval(0.25, 0.75)));

    [Fact]
    public void Read_ListOfTwo_IsTheInterval() => Assert.Equal(new Interval(0.25, 0.75), JsonSerializer.Deserialize<Interval>("[0.25,0.75]"));

    [Fact]
    public void Read_ListOfThree_IsRefused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Interval>("[1,2,3]"));
}
