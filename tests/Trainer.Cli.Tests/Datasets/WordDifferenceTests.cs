using Trainer.Cli.Datasets;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Tests.Datasets;

public sealed class WordDifferenceTests
{
    [Theory]
    [InlineData("A dog on a sofa.", "A dog and a cat on a sofa.", "", "and a cat")]
    [InlineData("red  big cat", "blue big dog", "red|cat", "blue|dog")]
    [InlineData("one two", "three", "one two", "three")]
    [InlineData("same words", "same words", "", "")]
    [InlineData("", "all of it", "", "all of it")]
    public void Of_TwoAnswers_MarksTheWordsOfEach(string chosen, string rejected, string better, string worse)
    {
        (IReadOnlyList<TextMark> inChosen, IReadOnlyList<TextMark> inRejected) = WordDifference.Of(chosen, rejected);

        Assert.Equal(better, Marked(chosen, inChosen));
        Assert.Equal(worse, Marked(rejected, inRejected));
        Assert.All(inChosen, mark => Assert.False(mark.IsHallucinated));
        Assert.All(inRejected, mark => Assert.True(mark.IsHallucinated));
    }

    [Fact]
    public void Of_SwappedAnswers_SwapsTheMarks()
    {
        const string one = "a b c d e";
        const string other = "a x c e f";

        Assert.Equal(Marked(one, WordDifference.Of(one, other).Chosen), Marked(one, WordDifference.Of(other, one).Rejected));
    }

    [Fact]
    public void Of_EndlessAnswers_MarksNothing()
    {
        string endless = string.Concat(Enumerable.Repeat("word ", 3000));

        Assert.Empty(WordDifference.Of(endless, endless + "more").Rejected);
    }

    private static string Marked(string text, IReadOnlyList<TextMark> marks) => string.Join('|', marks.Select(mark => text.Substring(mark.Start, mark.Length)));
}
