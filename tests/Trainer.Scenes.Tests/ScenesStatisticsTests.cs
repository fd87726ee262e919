using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class ScenesStatisticsTests
{
    [Fact]
    public void Of_ThreePictures_CountsByHand()
    {
        Category knife = TestScenes.Named("knife");
        SceneAnswers[] written =
        [
            Answers(["fork"], " A knife can be seen nearby.", new Question("", "Yes", knife)),
            Answers(["fork", "knife", "cup"], "", new Question("", "Yes", knife)),
            Answers(["fork"], "", new Question("", "No", knife), new Question("", "top left")),
        ];
        ScenesStatistics statistics = ScenesStatistics.Of(written, written[1..], [TestScenes.Of("fork", "bowl", "knife")]);
        Assert.Equal((3, 1), (statistics.TrainImages, statistics.ValidationImages));
        Assert.Equal(2, statistics.ObjectsPerImage);
        Assert.Equal(0.5, statistics.CompanionPresent);
        Assert.Equal(2 / 3.0, statistics.CompanionMentioned, 12);
        Assert.Equal(1 / 3.0, statistics.HallucinatedDescriptions, 12);
        Assert.Equal(0, statistics.AnnotatedHallucinations);
        Assert.Equal(0.5, statistics.WrongYes);
        Assert.Equal(2 / 3.0, statistics.YesShare, 12);
        Assert.Equal(new CompanionPrior("fork", "knife", 3, 1 / 3.0, 2 / 3.0), statistics.Priors.Single(prior => prior.Category == "fork"));
        Assert.Equal(0, statistics.Priors.Single(prior => prior.Category == "cow").Pictures);
    }

    [Fact]
    public void Of_ManyPictures_TextPutsCompanionsTogetherFarMoreOftenThanPicturesDo()
    {
        var writer = new Annotator(new Random(4), hallucination: 1);
        var annotator = new Annotator(new Random(5), hallucination: 0.15);
        Scene[] scenes = TestScenes.Drawn(3000);
        ScenesStatistics statistics = ScenesStatistics.Of([.. scenes.Select(writer.Answer)], [.. scenes.Select(annotator.Answer)], TestScenes.Drawn(10));
        Assert.Equal(0.15, statistics.AnnotatedHallucinations / statistics.HallucinatedDescriptions, 0.03);
        Assert.InRange(statistics.HallucinatedDescriptions, 0.4, 0.55);
        Assert.True(statistics.CompanionMentioned > 3 * statistics.CompanionPresent);
        Assert.InRange(statistics.YesShare, 0.35, 0.6);
    }

    private static SceneAnswers Answers(string[] objects, string addition, params Question[] questions)
    {
        Scene scene = TestScenes.Of(objects);
        return new SceneAnswers(scene, new Question("", SceneText.Description(scene) + addition), questions, new Question("", ""));
    }
}
