using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class ExaminerTests
{
    private readonly Examiner examiner = new(new Random(5));

    [Fact]
    public void Ask_EachPicture_HasOneRightChoiceOfFour() => Assert.All(TestScenes.Drawn(200), scene =>
    {
        IReadOnlyList<ChoiceQuestion> asked = examiner.Ask(scene);
        Assert.Equal([SceneText.PlaceQuestion, SceneText.ObjectQuestion], asked.Select(question => question.Text));
        Assert.All(asked, question => Assert.Equal(4, question.Choices.Distinct().Count()));
        Assert.Equal(scene.Context.Name, asked[0].Answer);
        Assert.Equal([asked[1].Answer], asked[1].Choices.Where(choice => scene.Holds(TestScenes.Named(choice))));
    });

    [Fact]
    public void Ask_AbsentCompanion_IsAWrongChoice()
    {
        Scene scene = TestScenes.Of("fork");
        Assert.Contains("knife", examiner.Ask(scene)[1].Choices);
    }

    [Fact]
    public void Ask_ManyPictures_PutTheRightChoiceAnywhere()
    {
        double[] shares = [.. TestScenes.Drawn(400).SelectMany(examiner.Ask).CountBy(question => question.Right).OrderBy(place => place.Key).Select(place => place.Value / 800.0)];
        Assert.Equal(4, shares.Length);
        Assert.All(shares, share => Assert.InRange(share, 0.2, 0.3));
    }

    [Fact]
    public void Asked_Question_ListsLettersAndIsAnsweredInWords()
    {
        Question asked = new ChoiceQuestion("Which?", ["cup", "bowl"], 1).Asked;
        Assert.Equal(("Which?\nA. cup\nB. bowl", "bowl"), (asked.Text, asked.Answer));
    }
}
