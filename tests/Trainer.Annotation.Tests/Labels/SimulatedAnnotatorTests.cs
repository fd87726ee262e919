using Trainer.Annotation.Judgements;
using Trainer.Annotation.Labels;
using Trainer.Data.Records;
using Trainer.Torch;

namespace Trainer.Annotation.Tests.Labels;

public sealed class SimulatedAnnotatorTests
{
    [Theory]
    [InlineData(0, 1, 2, 9, Choice.First)]
    [InlineData(3, 9, 2, 1, Choice.Second)]
    [InlineData(1, 3, 1, 2, Choice.First)]
    [InlineData(1, 2, 1, 3, Choice.Second)]
    [InlineData(1, 2, 1, 2, Choice.Same)]
    public void Choose_WithoutErrors_PutsWrongClaimsBeforeRightOnes(int firstWrong, int firstRight, int secondWrong, int secondRight, Choice better)
    {
        var annotator = new SimulatedAnnotator((pair, answer) => answer == pair.First ? new(firstWrong, firstRight) : new(secondWrong, secondRight), 0, new RandomRoot(1));

        Assert.Equal(better, annotator.Choose(0, PairFolder.Pair(0)));
        Assert.Equal(0, annotator.Errors);
    }

    [Fact]
    public void Choose_Swapped_PrefersTheSameAnswer()
    {
        var annotator = new SimulatedAnnotator(FirstIsBetter, 0, new RandomRoot(1));
        ComparisonRecord pair = PairFolder.Pair(0);

        Assert.Equal(Choice.First, annotator.Choose(0, pair));
        Assert.Equal(Choice.Second, annotator.Choose(0, pair with { First = pair.Second, Second = pair.First }));
    }

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(0.25, 200, 300)]
    [InlineData(1.0, 1000, 1000)]
    public void Choose_WithErrors_TurnsThatShareRound(double errorRate, int least, int most)
    {
        var annotator = new SimulatedAnnotator(FirstIsBetter, errorRate, new RandomRoot(1));
        var again = new SimulatedAnnotator(FirstIsBetter, errorRate, new RandomRoot(1));

        Choice[] choices = [.. Enumerable.Range(0, 1000).Select(item => annotator.Choose(item, PairFolder.Pair(item)))];

        Assert.InRange(choices.Count(choice => choice == Choice.Second), least, most);
        Assert.Equal(choices.Count(choice => choice == Choice.Second), annotator.Errors);
        Assert.Equal(choices, Enumerable.Range(0, 1000).Select(item => again.Choose(item, PairFolder.Pair(item))));
    }

    private static Assessment FirstIsBetter(ComparisonRecord pair, string answer) =>
        answer.StartsWith("first", StringComparison.Ordinal) ? new(0, 1) : new(1, 1);
}
