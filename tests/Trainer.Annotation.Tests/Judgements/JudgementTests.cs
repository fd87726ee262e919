using Trainer.Annotation.Judgements;

namespace Trainer.Annotation.Tests.Judgements;

public sealed class JudgementTests
{
    [Theory]
    [InlineData(Choice.First, Choice.First, Choice.Second)]
    [InlineData(Choice.Second, Choice.Second, Choice.First)]
    [InlineData(Choice.Same, Choice.Second, Choice.Second)]
    [InlineData(Choice.Same, Choice.Same, Choice.Same)]
    public void Preference_HallucinationComesFirst_ThenHelp(Choice hallucination, Choice helpfulness, Choice better) =>
        Assert.Equal(better, new Judgement(0, Choice.First) { Hallucination = hallucination, Helpfulness = helpfulness }.Preference);

    [Fact]
    public void Preference_SkippedOrHalfDone_IsNone()
    {
        var half = new Judgement(0, Choice.First) { Hallucination = Choice.First };

        Assert.Null(half.Preference);
        Assert.Null((half with { Helpfulness = Choice.First, IsSkipped = true }).Preference);
    }

    [Theory]
    [InlineData(Choice.First, Side.Left, Choice.First)]
    [InlineData(Choice.First, Side.Right, Choice.Second)]
    [InlineData(Choice.Second, Side.Left, Choice.Second)]
    [InlineData(Choice.Second, Side.Right, Choice.First)]
    [InlineData(Choice.Second, Side.Same, Choice.Same)]
    public void At_EachSide_IsUndoneBySideOf(Choice left, Side side, Choice choice)
    {
        var judgement = new Judgement(0, left);

        Assert.Equal(choice, judgement.At(side));
        Assert.Equal(side, judgement.SideOf(choice));
    }

    [Theory]
    [InlineData("ann", true)]
    [InlineData("Søren 2", true)]
    [InlineData("a_b-c", true)]
    [InlineData("", false)]
    [InlineData(" ann", false)]
    [InlineData("ann ", false)]
    [InlineData("../ann", false)]
    [InlineData("a.b", false)]
    [InlineData("a/b", false)]
    [InlineData("ann\n", false)]
    public void IsValid_EachName_KeepsToTheFolder(string name, bool isValid) => Assert.Equal(isValid, AnnotatorName.IsValid(name));

    [Fact]
    public void IsValid_LongNames_EndAtForty() =>
        Assert.Equal((true, false), (AnnotatorName.IsValid(new string('a', 40)), AnnotatorName.IsValid(new string('a', 41))));
}
