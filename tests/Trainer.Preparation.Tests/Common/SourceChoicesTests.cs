using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.Common;

public sealed class SourceChoicesTests
{
    [Fact]
    public void Choices_NothingChosen_AreTheDefaults()
    {
        var choices = new SourceChoices(new LineSource().Options, new Dictionary<string, string>());

        Assert.Equal("keep", choices["case"]);
        Assert.Equal(10, choices.Number("most"));
    }

    [Theory]
    [InlineData("case", "upper", null)]
    [InlineData("case", "lower", "lines's option case must be keep|upper, but is 'lower'.")]
    [InlineData("most", "100", "lines's option most must be 1 to 99, but is '100'.")]
    [InlineData("most", "x", "lines's option most must be 1 to 99, but is 'x'.")]
    [InlineData("least", "1", "lines has no option 'least'. It has: case, most.")]
    public void Problems_OfAChoice_SayWhatThereIs(string name, string value, string? expected) =>
        Assert.Equal(expected, SourceChoices.Problems(new LineSource(), new Dictionary<string, string> { [name] = value }).SingleOrDefault());
}
