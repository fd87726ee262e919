namespace Trainer.Scenes.Tests;

public sealed class ReadingExerciseTests
{
    private readonly ReadingExercise exercise = new(new Random(6));

    [Fact]
    public void Ask_EachClaim_IsTrueWhereTheCaptionNamesAllThatItNames() => Assert.All(TestScenes.Drawn(200), scene =>
        Assert.All(exercise.Ask(scene), conversation =>
        {
            Question asked = Assert.Single(conversation.Questions);
            string[] parts = asked.Text.Split(" Is that so? Description: ");
            bool isBorneOut = TestScenes.MentionedIn(parts[0]).All(TestScenes.MentionedIn(parts[1]).Contains);
            Assert.Equal((isBorneOut ? "Yes" : "No", null), (asked.Answer, conversation.Image));
        }));

    [Fact]
    public void Ask_ManyPictures_SayYesToHalf()
    {
        string[] answers = [.. TestScenes.Drawn(300).SelectMany(exercise.Ask).Select(conversation => conversation.Questions[0].Answer)];
        Assert.InRange(answers.Count(answer => answer == "Yes") / (double)answers.Length, 0.45, 0.55);
    }
}
