using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class SceneTextTests
{
    [Fact]
    public void Description_TwoObjects_SaysWhatAndWhere() => Assert.Equal(
        "The image shows an elephant in the top left. There is a traffic light in the top right. The background is white.",
        SceneText.Description(TestScenes.Of("elephant", "traffic light")));

    [Fact]
    public void Description_Mentioned_EndsTheText() => Assert.Equal(
        "The image shows a fork in the top left. The background is white. A knife can be seen nearby.",
        SceneText.Description(TestScenes.Of("fork"), TestScenes.Named("knife")));

    [Fact]
    public void RewriteDescription_Text_StandsBetweenItsMarks() => Assert.Equal(
        "Rewrite this description of a picture so that some of its details are wrong. Description: A fork. Modified description:",
        SceneText.RewriteDescription("A fork."));

    [Fact]
    public void RewriteAnswer_Question_StandsWithItsAnswer() => Assert.Equal(
        "Answer as if the picture were another one. Question: Is there a fork in the image? Response: Yes Modified response:",
        SceneText.RewriteAnswer(new Question("Is there a fork in the image?", "Yes")));

    [Fact]
    public void Captions_OneObject_AgreeInNumber()
    {
        IReadOnlyList<string> captions = SceneText.Captions(TestScenes.Of("knife"));
        Assert.Equal("There is a knife in a kitchen.", captions[0]);
        Assert.Equal("A knife on a white background.", captions[2]);
    }

    [Fact]
    public void Captions_ManyPictures_AreFiveAndMentionWhatIsThereAndNothingElse() => Assert.All(TestScenes.Drawn(300), scene =>
    {
        IReadOnlyList<string> captions = SceneText.Captions(scene);
        Assert.Equal(5, captions.Count);
        Assert.All(captions, caption => AssertMentionsAll(scene, caption));
    });

    [Fact]
    public void Description_ManyPictures_MentionsWhatIsThereAndNothingElse() =>
        Assert.All(TestScenes.Drawn(300), scene => AssertMentionsAll(scene, SceneText.Description(scene)));

    [Fact]
    public void Description_ManyPictures_UsesFewWords() =>
        Assert.InRange(TestScenes.Drawn(2000).SelectMany(scene => SceneText.Description(scene).Split(' ')).Distinct().Count(), 30, 120);

    [Fact]
    public void Joined_ThreeItems_EndWithAnd() => Assert.Equal("a, b and c", SceneText.Joined(["a", "b", "c"]));

    private static void AssertMentionsAll(Scene scene, string text) =>
        Assert.Equal(scene.Objects.Select(item => item.Category.Name).Order(), TestScenes.MentionedIn(text).Select(category => category.Name).Order());
}
