using System.Text.Json;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Torch;

namespace Trainer.Evaluation.Tests.Benchmarks.Pope;

public sealed class PopeSplitBuilderTests
{
    private static readonly JsonElement Golden = Fixture.Read("pope.json").GetProperty("negative_sampling");

    private static readonly PopeImage[] Images =
        [.. Golden.GetProperty("input").EnumerateArray().Select(item => new PopeImage(item.GetProperty("image").GetString()!, item.GetProperty("objects").Texts()))];

    [Theory]
    [InlineData(PopeSplit.Popular, "popular")]
    [InlineData(PopeSplit.Adversarial, "adversarial")]
    public void Build_GoldenPictures_AgreesWithTheReferenceWhereItDoesNotDraw(PopeSplit split, string key)
    {
        IReadOnlyList<PopeQuestion> questions = Build(split, 1);
        JsonElement[] expected = [.. Golden.GetProperty(key).EnumerateArray()];

        Assert.Equal(expected.Length, questions.Count);
        Assert.All(questions.Zip(expected), pair => Assert.Equal(pair.Second.GetProperty("label").GetString() == "yes", pair.First.IsPresent));
        // A drawn object is used up and so changes what follows for its picture: compare what comes before.
        Assert.All(questions.Zip(expected).GroupBy(pair => pair.First.Image).SelectMany(image => image.TakeWhile(pair => !IsDrawn(pair.Second))), pair =>
        {
            Assert.Equal(pair.Second.GetProperty("image").GetString(), pair.First.Image);
            // The reference's generator spells "image" wrong after "an".
            Assert.Equal(pair.Second.GetProperty("text").GetString()!.Replace("imange", "image", StringComparison.Ordinal), pair.First.Text);
        });
    }

    [Theory]
    [InlineData(PopeSplit.Random)]
    [InlineData(PopeSplit.Popular)]
    [InlineData(PopeSplit.Adversarial)]
    public void Build_AnySeed_AsksForPresentAndUnusedAbsentObjects(PopeSplit split) => Assert.All(Enumerable.Range(0, 20), seed =>
    {
        foreach (IGrouping<string, PopeQuestion> image in Build(split, (ulong)seed).GroupBy(question => question.Image))
        {
            string[] present = [.. image.Where(question => question.IsPresent).Select(ObjectOf)];
            string[] absent = [.. image.Where(question => !question.IsPresent).Select(ObjectOf)];
            string[] shown = [.. Images.Single(each => each.Name == image.Key).Objects];

            Assert.Equal(shown.Take(3), present);
            Assert.Equal(3, absent.Distinct().Count());
            Assert.Empty(absent.Intersect(shown));
        }
    });

    [Fact]
    public void Build_RandomSplit_FollowsTheSeed()
    {
        Assert.Equal(Build(PopeSplit.Random, 5), Build(PopeSplit.Random, 5));
        Assert.NotEqual(Build(PopeSplit.Random, 5), Build(PopeSplit.Random, 6));
    }

    [Fact]
    public void Build_PictureWithEverything_IsRefused()
    {
        var builder = new PopeSplitBuilder([new PopeImage("all.jpg", ["cat", "dog", "cup"])], new RandomRoot(1));
        var error = Assert.Throws<DataException>(() => builder.Build(PopeSplit.Popular));
        Assert.Contains("all.jpg shows 3 of the 3", error.Message, StringComparison.Ordinal);
    }

    private static bool IsDrawn(JsonElement item) => item.TryGetProperty("from_random_fallback", out JsonElement drawn) && drawn.GetBoolean();

    private static IReadOnlyList<PopeQuestion> Build(PopeSplit split, ulong seed) => new PopeSplitBuilder(Images, new RandomRoot(seed)).Build(split);

    private static string ObjectOf(PopeQuestion question) => question.Text.Split(' ')[3];
}
