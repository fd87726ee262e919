using Trainer.Evaluation.Benchmarks.Aokvqa;

namespace Trainer.Evaluation.Tests.Benchmarks.Aokvqa;

public sealed class AokvqaAnswerTests
{
    private static readonly string[] Choices = ["car", "traffic light", "cart", "dog"];

    [Theory]
    [InlineData("B. traffic light", 1)]
    [InlineData("B", 1)]
    [InlineData(" (C) because of the wheels", 2)]
    [InlineData("D: a dog and no car", 3)]
    [InlineData("There are wheels and a car. The correct option is C.", 2)]
    [InlineData("A traffic light.", 1)]
    [InlineData("Cart", 2)]
    [InlineData("car", 0)]
    public void Read_AnswerThatChooses_FindsTheChoice(string answer, int choice) => Assert.Equal(choice, AokvqaAnswer.Read(answer, Choices));

    [Theory]
    [InlineData("")]
    [InlineData("A bus.")]
    [InlineData("A dog beside a car.")]
    [InlineData("E. none of them")]
    [InlineData("dogs")]
    public void Read_AnswerWithoutOneChoice_IsNull(string answer) => Assert.Null(AokvqaAnswer.Read(answer, Choices));

    [Fact]
    public void Read_OtherOrderOfChoices_FollowsTheWords() =>
        Assert.Equal(0, AokvqaAnswer.Read("It shows a traffic light.", ["traffic light", "car", "dog", "cart"]));
}
