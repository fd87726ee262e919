using Trainer.Algorithms.Ppo.Watch;

namespace Trainer.Algorithms.Tests.Ppo.Watch;

public sealed class WordGramsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a cat", 0)]
    [InlineData("a cat sat on a cat", 0)]
    [InlineData("A cat sat, a CAT sat.", 0.25)] // a-cat-sat, cat-sat-a, sat-a-cat, a-cat-sat
    [InlineData("no no no no", 0.5)]
    public void Repetition_RunsOfThree_AreCounted(string text, double expected) => Assert.Equal(expected, WordGrams.Repetition(text), 12);

    [Theory]
    [InlineData("one two three")]
    [InlineData("no no no no no")]
    [InlineData("a red cube stands left of a blue ball")]
    [InlineData("it is it is it is so")]
    public void Repetition_TextSaidTwice_IsGreater(string text) =>
        Assert.True(WordGrams.Repetition($"{text}. {text}.") > WordGrams.Repetition(text));

    [Fact]
    public void Distinct_Pairs_AreCountedOverAllTexts() => Assert.Equal(2.0 / 3, WordGrams.Distinct(["A cat.", "a cat", "a dog", "no"]), 12);

    [Fact]
    public void Distinct_SameAnswerToEverything_FallsWithTheirNumber()
    {
        double[] shares = [.. new[] { 1, 2, 8 }.Select(count => WordGrams.Distinct(Enumerable.Repeat("there is a cat", count)))];

        Assert.Equal([1, 1.0 / 2, 1.0 / 8], shares);
    }

    [Fact]
    public void Distinct_NothingSaid_IsNotHeldAgainstIt() => Assert.Equal(1, WordGrams.Distinct(["", "no"]));
}
