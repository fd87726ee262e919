namespace Trainer.Scenes.Tests;

public sealed class RewriterTests
{
    private static readonly string[] Rewrites = [.. Make(seed: 1)];

    [Fact]
    public void Rewrite_Descriptions_AreAlteredButFluent()
    {
        (string Original, string Altered)[] pairs = [.. Between("Description: ", " Modified description: ")];
        Assert.InRange(pairs.Length / (double)Rewrites.Length, 0.55, 0.65);
        Assert.All(pairs, pair => Assert.NotEqual(pair.Original, pair.Altered));
        Assert.All(pairs, pair => Assert.Matches(
            @"^The image shows an? [a-z ]+ in the (top|bottom) (left|right)\.( There is an? [a-z ]+\.){0,3} The background is [a-z]+\.( An? [a-z ]+ can be seen nearby\.)?$", pair.Altered));
    }

    [Theory]
    [InlineData("Is there ", "Yes", "No")]
    [InlineData("How many objects", "1", "2", "3", "4")]
    [InlineData("Where is ", "top left", "top right", "bottom left", "bottom right")]
    [InlineData("What color ", "white", "gray", "yellow", "green", "blue", "pink")]
    public void Rewrite_Answers_BecomeOthersOfTheirKind(string question, params string[] kind)
    {
        (string Original, string Altered)[] pairs = [.. Between($"Question: {question}", " Modified response: ")
            .Select(pair => (pair.Original.Split(" Response: ")[1], pair.Altered))];
        Assert.True(pairs.Length > 30);
        Assert.All(pairs, pair => Assert.NotEqual(pair.Original, pair.Altered));
        Assert.Equal(kind.Order(), pairs.Select(pair => pair.Altered).Distinct().Order());
    }

    [Fact]
    public void Rewrite_SameSeed_GivesTheSameTexts() => Assert.Equal(Rewrites, Make(seed: 1));

    [Fact]
    public void Rewrite_Conversation_ShowsNoPicture()
    {
        Conversation conversation = new Rewriter(new Random(2), new Annotator(new Random(3), hallucination: 0)).Rewrite(TestScenes.Of("cow"));
        Assert.Equal("7-rewrite", conversation.Id);
        Assert.Null(conversation.Image);
    }

    /// <summary>Request and answer of many rewrites, as one text.</summary>
    private static IEnumerable<string> Make(int seed)
    {
        var rewriter = new Rewriter(new Random(seed), new Annotator(new Random(seed + 1), hallucination: 0.15));
        return TestScenes.Drawn(3000).Select(scene => rewriter.Rewrite(scene).Questions[0]).Select(question => $"{question.Text} {question.Answer}");
    }

    private static IEnumerable<(string Original, string Altered)> Between(string start, string middle) => Rewrites
        .Where(text => text.Contains(start, StringComparison.Ordinal) && text.Contains(middle, StringComparison.Ordinal))
        .Select(text => text[(text.IndexOf(start, StringComparison.Ordinal) + start.Length)..].Split(middle))
        .Select(parts => (parts[0], parts[1]));
}
