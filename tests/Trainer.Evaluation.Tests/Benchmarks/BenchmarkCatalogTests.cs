using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks;

public sealed class BenchmarkCatalogTests : IDisposable
{
    private const string Instances = """
        {"images": [{"id": 1, "file_name": "one.jpg"}, {"id": 2, "file_name": "two.jpg"}],
         "annotations": [{"image_id": 1, "category_id": 1}, {"image_id": 1, "category_id": 2}, {"image_id": 1, "category_id": 3},
          {"image_id": 2, "category_id": 4}, {"image_id": 2, "category_id": 5}, {"image_id": 2, "category_id": 6}],
         "categories": [{"id": 1, "name": "dog"}, {"id": 2, "name": "cat"}, {"id": 3, "name": "cup"},
          {"id": 4, "name": "car"}, {"id": 5, "name": "bus"}, {"id": 6, "name": "kite"}]}
        """;

    private const string Captions = """
        {"images": [], "annotations": [{"image_id": 1, "caption": "A dog on a sofa."}]}
        """;

    private readonly TemporaryDirectory folder = new();

    public BenchmarkCatalogTests()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "annotations"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "pope"));
        folder.Write("annotations/instances_val2014.json", Instances);
        folder.Write("annotations/captions_val2014.json", Captions);
    }

    private BenchmarkSource Source => new(folder.Path);

    [Fact]
    public void Find_Suite_GivesAllItsSplits() =>
        Assert.Equal(["pope_random", "pope_popular", "pope_adversarial"], BenchmarkCatalog.Find("pope").Select(definition => definition.Name));

    [Fact]
    public void Find_UnknownName_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => BenchmarkCatalog.Find("popular"));
        Assert.Contains("pope, pope_random, pope_popular, pope_adversarial, chair, aokvqa", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PopeWithoutFiles_BuildsTheSamePicturesForAllSplits()
    {
        IBenchmark[] splits = [.. BenchmarkCatalog.Find("pope").Select(definition => definition.Open(Source))];

        Assert.All(splits, split => Assert.Equal(12, split.Questions.Count));
        Assert.All(splits, split => Assert.Equal(splits[0].Questions.Select(question => question.Image), split.Questions.Select(question => question.Image)));
    }

    [Fact]
    public void Open_PopeWithOfficialFile_ReadsIt()
    {
        PopeQuestionFile.Write(Path.Combine(folder.Path, "pope", "coco_pope_random.json"), [new PopeQuestion("1", "one.jpg", "Is there a dog?", true)]);

        Assert.Single(BenchmarkCatalog.Find("pope_random")[0].Open(Source).Questions);
    }

    [Fact]
    public void Open_Chair_ScoresAgainstObjectsAndCaptions()
    {
        IBenchmark chair = BenchmarkCatalog.Find("chair")[0].Open(Source);
        var result = (ChairResult)chair.Score([.. chair.Questions.Select(question =>
            new SavedAnswer(question.Id, question.Image, question.Prompt, "A dog and a couch."))]);

        Assert.Equal((2, 0.5, 0.5), (result.N, result.ChairS, result.ChairI));
    }

    [Fact]
    public void Open_Limit_LeavesTheRestOut() => Assert.Single(BenchmarkCatalog.Find("chair")[0].Open(Source with { Limit = 1 }).Questions);

    [Fact]
    public void Open_EmptyFolder_SaysWhatItNeeds()
    {
        var error = Assert.Throws<DataException>(() => BenchmarkCatalog.Find("chair")[0].Open(new BenchmarkSource(Path.Combine(folder.Path, "none"))));
        Assert.Contains("has no instances_*.json", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
