using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class AnnotatorTests
{
    private static readonly Scene[] Scenes = TestScenes.Drawn(6000);

    [Fact]
    public void Describe_Person_SaysOnlyWhatIsThere()
    {
        var person = new Annotator(new Random(1), hallucination: 0);
        Assert.All(Scenes.Take(300), scene => Assert.Equal(SceneText.Description(scene), person.Describe(scene).Answer));
    }

    [Fact]
    public void Describe_Writer_AddsOnlyTheAbsentCompanionAndOnlyAtTheEnd()
    {
        var writer = new Annotator(new Random(1), hallucination: 1);
        Assert.All(Scenes.Take(300), scene =>
        {
            string answer = writer.Describe(scene).Answer;
            string injected = $"{SceneText.Description(scene)} {SceneText.Mention(scene.Companion.Category)}";
            Assert.Contains(answer, scene.Holds(scene.Companion.Category) ? [SceneText.Description(scene)] : new[] { SceneText.Description(scene), injected });
        });
    }

    [Theory]
    [InlineData("fork")]
    [InlineData("laptop")]
    [InlineData("pizza")]
    public void Describe_WriterWithoutTheCompanion_InjectsItsStatedShare(string leading)
    {
        Scene scene = TestScenes.Of(leading);
        var writer = new Annotator(new Random(5), hallucination: 1);
        double share = Enumerable.Range(0, 4000).Average(_ => writer.Describe(scene).Answer == SceneText.Description(scene) ? 0.0 : 1);
        Assert.Equal(scene.Companion.Strength, share, 0.03);
    }

    [Fact]
    public void Describe_BetterAnnotator_InjectsItsPartOfTheShare()
    {
        Scene scene = TestScenes.Of("fork");
        var annotator = new Annotator(new Random(5), hallucination: 0.4);
        double share = Enumerable.Range(0, 4000).Average(_ => annotator.Mention(scene) is null ? 0.0 : 1);
        Assert.Equal(0.4 * 0.85, share, 0.03);
    }

    [Fact]
    public void ShortQuestions_Person_AreTrue()
    {
        var person = new Annotator(new Random(2), hallucination: 0);
        Assert.All(Scenes.Take(300), scene => Assert.All(
            person.ShortQuestions(scene).Where(question => question.Category is not null),
            question => Assert.Equal(scene.Holds(question.Category!) ? "Yes" : "No", question.Answer)));
    }

    [Fact]
    public void ShortQuestions_Writer_IsWrongAboutAbsentCompanionsOnly()
    {
        var writer = new Annotator(new Random(2), hallucination: 1);
        var wrong = Scenes
            .SelectMany(scene => writer.ShortQuestions(scene), (scene, question) => (Scene: scene, Question: question))
            .Where(pair => pair.Question.Category is { } category && pair.Question.Answer != (pair.Scene.Holds(category) ? "Yes" : "No"))
            .ToList();
        Assert.NotEmpty(wrong);
        Assert.All(wrong, pair =>
        {
            Assert.Equal("Yes", pair.Question.Answer);
            Assert.Contains(pair.Scene.Objects, item => SceneWorld.Companions[item.Category.Name].Category == pair.Question.Category);
        });
    }

    [Fact]
    public void ShortQuestions_ManyPictures_AskNothingTwiceAndAlwaysPlaceColourAndNumber()
    {
        var person = new Annotator(new Random(3), hallucination: 0);
        Assert.All(Scenes.Take(300), scene =>
        {
            string[] texts = [.. person.ShortQuestions(scene).Select(question => question.Text)];
            Assert.Equal(texts.Length, texts.Distinct().Count());
            Assert.Contains(texts, text => text.StartsWith("Where is the ", StringComparison.Ordinal));
            Assert.Contains("What color is the background?", texts);
            Assert.Contains("How many objects are there?", texts);
        });
    }
}
