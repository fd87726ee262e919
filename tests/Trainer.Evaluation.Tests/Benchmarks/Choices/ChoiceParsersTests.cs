using Trainer.Evaluation.Benchmarks.Aokvqa;
using Trainer.Evaluation.Benchmarks.Choices;

namespace Trainer.Evaluation.Tests.Benchmarks.Choices;

/// <summary>Answers that the rules read differently.</summary>
public sealed class ChoiceParsersTests
{
    private static readonly string[] Options = ["cat", "a dog", "cow"];

    [Theory]
    [InlineData("B", 1)]
    [InlineData("The answer is B.", 1)]
    [InlineData("A or B", null)]
    [InlineData("I see A DOG here", 0)]
    [InlineData("i see a dog here", 1)]
    [InlineData("cat and cow", null)]
    [InlineData("D", null)]
    [InlineData("", null)]
    public void Read_ByVlmEvalKit_TakesTheOnlyLetterOrTheOnlyText(string answer, int? expected) => Assert.Equal(expected, VlmEvalKitChoice.Read(answer, Options));

    [Theory]
    [InlineData(" C ", 2)]
    [InlineData("C. cow", 2)]
    [InlineData("C) cow", null)]
    [InlineData("LECTURE: cats purr.\nThe answer is A.", 0)]
    [InlineData("The answer is B", 1)]
    [InlineData("The answer is E.", null)]
    [InlineData("cow", null)]
    public void Read_ByLlavaScienceQa_TakesItsThreeForms(string answer, int? expected) => Assert.Equal(expected, LlavaScienceQaChoice.Read(answer, Options));

    [Fact]
    public void Read_BareWord_IsReadByOurRuleOnly()
    {
        Assert.Equal(2, AokvqaAnswer.Read("the cow", Options));
        Assert.Null(LlavaScienceQaChoice.Read("the cow", Options));
    }
}
