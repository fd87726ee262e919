using System.Security.Cryptography;
using System.Text;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Evaluation.Scoring;
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
        Assert.Contains("pope, pope_random, pope_popular, pope_adversarial, pope_aokvqa,", error.Message, StringComparison.Ordinal);
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
    public void Open_PopeWithSeveralSets_KeepsThemApart()
    {
        foreach (string set in new[] { "aokvqa", "coco", "gqa" })
        {
            PopeQuestionFile.Write(Path.Combine(folder.Path, "pope", $"{set}_pope_random.json"), [new PopeQuestion("1", $"{set}.jpg", "Is there a dog?", true)]);
        }

        Assert.Equal(["coco.jpg"], Images("pope_random"));
        Assert.Equal(["gqa.jpg"], Images("pope_gqa_random"));
        Assert.Equal(["aokvqa.jpg"], Images("pope_aokvqa_random"));
    }

    [Fact]
    public void Open_PopeWithOtherWordingAndRule_UsesThem()
    {
        IBenchmark pope = BenchmarkCatalog.Find("pope_random")[0].Open(Source with { Prompt = "llava", Parser = "opera" });

        Assert.EndsWith("in the image?\nAnswer the question using a single word or phrase.", pope.Questions[0].Prompt, StringComparison.Ordinal);
        Assert.Equal("opera", ((PopeResult)pope.Score([.. pope.Questions.Select(question => new SavedAnswer(question.Id, "", "", "yes"))])).AnswerParser);
    }

    [Theory]
    [InlineData("llava", null, "'llava' is no wording of this benchmark. There are: plain.")]
    [InlineData(null, "opera", "'opera' is no rule for reading answers of this benchmark. There are: rules.")]
    public void Open_NameOfNoWordingOrRule_IsRefusedEvenWhereThereIsOnlyOne(string? prompt, string? parser, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => BenchmarkCatalog.Find("chair")[0].Open(Source with { Prompt = prompt, Parser = parser })).Message);

    [Fact]
    public void Files_AfterOpening_HaveTheirHashes()
    {
        BenchmarkSource source = Source;
        BenchmarkCatalog.Find("chair")[0].Open(source);
        IReadOnlyDictionary<string, string> hashes = source.Files.Sha256(folder.Path);

        string expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Captions)));
        Assert.Equal(["annotations/captions_val2014.json", "annotations/instances_val2014.json"], hashes.Keys);
        Assert.Equal(expected, hashes["annotations/captions_val2014.json"]);
    }

    [Fact]
    public void All_Protocols_AreInTheDocumentation()
    {
        string page = File.ReadAllText(Path.Combine(Checkout(), "docs", "evaluation.md"));

        Assert.Contains(ProtocolTable.Markdown(), page, StringComparison.Ordinal);
        Assert.Equal(BenchmarkCatalog.All.Count, BenchmarkCatalog.All.Select(definition => definition.Name).Distinct().Count());
    }

    [Fact]
    public void Compare_EveryCaptionBetter_SaysSo()
    {
        IBenchmark chair = BenchmarkCatalog.Find("chair")[0].Open(Source);
        SavedAnswer[] Say(string caption) => [.. chair.Questions.Select(question => new SavedAnswer(question.Id, "", "", caption))];

        IReadOnlyDictionary<string, Comparison> comparisons = chair.Compare(Say("A horse and a cow."), Say("A dog, a cat, a cup, a car and a bus."));

        Assert.Equal(["chair_s", "chair_i", "recall"], comparisons.Keys);
        Assert.Equal((Verdict.Better, Verdict.CannotTell), (comparisons["recall"].Verdict, comparisons["chair_s"].Verdict));
        Assert.True(comparisons["chair_i"].Difference < 0);
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

    private static string Checkout()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trainer.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private IEnumerable<string> Images(string benchmark) => BenchmarkCatalog.Find(benchmark)[0].Open(Source).Questions.Select(question => question.Image);
}
