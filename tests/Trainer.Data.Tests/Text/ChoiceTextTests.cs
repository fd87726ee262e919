using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

public sealed class ChoiceTextTests
{
    [Fact]
    public void Prompt_TwoChoices_ListsThemBehindLetters() =>
        Assert.Equal("Where is it?\nA. farm\nB. office", ChoiceText.Prompt("Where is it?", ["farm", "office"]));

    [Theory]
    [InlineData(0, 'A')]
    [InlineData(25, 'Z')]
    public void Letter_InTheAlphabet_CountsFromA(int choice, char letter) => Assert.Equal(letter, ChoiceText.Letter(choice));

    [Theory]
    [InlineData(-1)]
    [InlineData(26)]
    public void Letter_BeyondTheAlphabet_IsRefused(int choice) => Assert.Throws<ArgumentOutOfRangeException>(() => ChoiceText.Letter(choice));
}
