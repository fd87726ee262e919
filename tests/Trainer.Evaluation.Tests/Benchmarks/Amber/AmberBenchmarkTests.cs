using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Amber;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.Amber;

public sealed class AmberBenchmarkTests(ITestOutputHelper output) : IDisposable
{
    private static readonly AmberWords Words = new(
        [
            KeyValuePair.Create<string, IReadOnlyList<string>>("person", ["man", "woman", "people"]),
            KeyValuePair.Create<string, IReadOnlyList<string>>("dog", []),
            KeyValuePair.Create<string, IReadOnlyList<string>>("forest", ["tree"]),
            KeyValuePair.Create<string, IReadOnlyList<string>>("tree", ["forest"]),
            KeyValuePair.Create<string, IReadOnlyList<string>>("bird", []),
            KeyValuePair.Create<string, IReadOnlyList<string>>("light", []),
        ],
        ["light"]);

    private static readonly AmberTruth Scene = new("generative", IsYes: false, ["person", "forest", "forest"], ["bird", "dog"]);

    private readonly TemporaryDirectory folder = new();

    [Theory]
    [InlineData("Two women and their dogs under trees.", "woman", "dog", "tree")]
    [InlineData("Children play in the light.", "light")]
    [InlineData("A doghouse.")]
    public void Find_Text_GivesTheWordsOfTheTable(string text, params string[] expected) => Assert.Equal(expected, Words.Find(text));

    [Fact]
    public void Score_Descriptions_CountsNounsObjectsAndTemptations()
    {
        // Nouns: woman (person), tree (the first forest), light (safe), dog and bird (not there); then none at all.
        IReadOnlyDictionary<string, double?> metrics = Score(
            [("1", Scene, "A woman under a tree in soft light, with a dog, another dog and a bird."), ("2", Scene, "Nothing.")]).Metrics;

        Assert.Equal(3.0 / 6, metrics["chair"]!.Value, 12);
        Assert.Equal(2.0 / 6, metrics["cover"]!.Value, 12);
        Assert.Equal(1.0 / 2, metrics["hal"]!.Value, 12);
        Assert.Equal(2.0 / 4, metrics["cog"]!.Value, 12);
        Assert.Null(metrics["f1"]);
        Assert.Null(metrics["amber"]);
    }

    [Fact]
    public void Score_YesNoAnswers_HasNoAsPositiveClass()
    {
        AmberTruth absent = new("discriminative-hallucination", IsYes: false, [], []);
        AmberTruth state = new("discriminative-attribute-state", IsYes: true, [], []);
        AmberTruth contact = new("relation", IsYes: false, [], []);
        IReadOnlyDictionary<string, double?> metrics = Score(
            [("1", absent, "No"), ("2", absent, "Yes"), ("3", state, "Yes"), ("4", state, "No"), ("5", contact, "No, it does not.")]).Metrics;

        // Said no: 1 and 4; right no: 1; truly no: 1, 2, 5.
        Assert.Equal(2.0 / 5, metrics["accuracy"]!.Value, 12);
        Assert.Equal((0.5, 0.4), (metrics["precision"], metrics["f1"]));
        Assert.Equal(1.0 / 3, metrics["recall"]!.Value, 12);
        Assert.Equal((0.5, 0.5, 0.0), (metrics["existence_accuracy"], metrics["attribute_accuracy"], metrics["relation_accuracy"]));
        Assert.Equal(0.8, metrics["readable"]!.Value, 12);
    }

    [Fact]
    public void Score_ByLeadingWord_ReadsWholeSentences() =>
        Assert.Equal(1, Score([("5", new AmberTruth("relation", IsYes: false, [], []), "no, it does not.")], "leading_word").Metrics["accuracy"]);

    [Fact]
    public void Open_Folder_JoinsQuestionsAndTruths()
    {
        folder.Write("amber/query_generative.json", """[{"id": 1, "image": "AMBER_1.jpg", "query": "Describe this image."}]""");
        folder.Write("amber/query_discriminative.json", """[{"id": 2, "image": "AMBER_1.jpg", "query": "Is there a dog?"}]""");
        folder.Write("amber/annotations.json", """[{"id": 1, "type": "generative", "truth": ["dog"], "hallu": []}, {"id": 2, "type": "discriminative-hallucination", "truth": "no"}]""");
        folder.Write("amber/relation.json", """{"dog": [], "cat": ["kitten"]}""");
        folder.Write("amber/safe_words.txt", "light\n");
        IBenchmark benchmark = BenchmarkCatalog.Find("amber")[0].Open(new BenchmarkSource(folder.Path));

        IReadOnlyDictionary<string, double?> metrics = benchmark.Score([new SavedAnswer("1", "", "", "A dog and a kitten."), new SavedAnswer("2", "", "", "No")]).Metrics;

        Assert.Equal(["2", "1"], benchmark.Questions.Select(question => question.Id));
        Assert.Equal((0.5, 1.0, 0.75), (metrics["chair"], metrics["f1"], metrics["amber"]));
    }

    [Fact]
    public void Of_QuestionWithoutAnnotation_IsRefused()
    {
        var error = Assert.Throws<DataException>(() => AmberBenchmark.Of([new Question("9", "a.jpg", "?")], new Dictionary<string, AmberTruth>(), Words));
        Assert.Contains("says nothing of question 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RealAnnotations_HasAllQuestionsOfTheRelease()
    {
        if (RealData.TryFind("amber/annotations.json", output, out string annotations)
            && RealData.TryFind("amber/relation.json", output, out string relations)
            && RealData.TryFind("amber/safe_words.txt", output, out string safe))
        {
            IReadOnlyDictionary<string, AmberTruth> truths = AmberTruth.Read(annotations);
            AmberWords words = AmberWords.Read(relations, safe);
            ILookup<string, AmberTruth> dimensions = truths.Values.Where(truth => !truth.IsGenerative).ToLookup(truth => truth.Dimension);

            Assert.Equal((15220, 1004), (truths.Count, truths.Values.Count(truth => truth.IsGenerative)));
            Assert.Equal((4924, 4764, 2072, 792, 1664),
                (dimensions["existence"].Count(), dimensions["state"].Count(), dimensions["number"].Count(), dimensions["action"].Count(), dimensions["relation"].Count()));

            // A description that says exactly what is annotated hallucinates nothing and leaves nothing out.
            AmberTruth first = truths["1"];
            Assert.Equal(first.Objects, words.Find(string.Join(" and ", first.Objects)));
        }
    }

    public void Dispose() => folder.Dispose();

    private static IBenchmarkResult Score(IReadOnlyList<(string Id, AmberTruth Truth, string Answer)> items, string? parser = null) => AmberBenchmark
        .Of([.. items.Select(item => new Question(item.Id, $"{item.Id}.jpg", "?"))], items.ToDictionary(item => item.Id, item => item.Truth), Words, parser)
        .Score([.. items.Select(item => new SavedAnswer(item.Id, "", "", item.Answer))]);
}
