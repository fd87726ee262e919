using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class SceneAnswersTests
{
    [Theory]
    [InlineData("fork", "", false, false)]
    [InlineData("fork", " A knife can be seen nearby.", true, true)]
    [InlineData("fork,knife", "", false, true)]
    public void NamesCompanion_SeenOrInjected_IsTold(string objects, string addition, bool hallucinates, bool names)
    {
        Scene scene = TestScenes.Of(objects.Split(','));
        var answers = new SceneAnswers(scene, new Question("", SceneText.Description(scene) + addition), [], new Question("", ""));
        Assert.Equal((hallucinates, names), (answers.Hallucinates, answers.NamesCompanion));
    }
}
