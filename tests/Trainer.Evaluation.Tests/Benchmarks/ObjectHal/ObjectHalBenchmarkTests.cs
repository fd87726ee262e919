using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.ObjectHal;
using Trainer.Evaluation.Tests.Benchmarks.Judged;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.ObjectHal;

public sealed class ObjectHalBenchmarkTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public ObjectHalBenchmarkTests()
    {
        folder.Write("object_halbench/questions.jsonl", """
            {"image_id": 1, "question": "Describe it."}
            {"image_id": 2, "question": "What is there?"}
            {"image_id": 3, "question": "And here?"}
            """);
        folder.Write("annotations/instances_val2014.json", """
            {"images": [], "categories": [{"id": 1, "name": "dog"}, {"id": 2, "name": "dining table"}],
             "annotations": [{"image_id": 1, "category_id": 1}, {"image_id": 2, "category_id": 2}]}
            """);
        folder.Write("annotations/captions_val2014.json", """{"images": [], "annotations": [{"image_id": 1, "caption": "A man with a dog."}]}""");
    }

    [Theory]
    [InlineData("""["dog", "cat"]""", "dog", "cat")]
    [InlineData("Here they are:\n[\"dog\"]", "dog")]
    [InlineData("```json\n[\"dog\"]\n```", "dog")]
    [InlineData("[]")]
    public void ReadList_Reply_TakesTheListInIt(string reply, params string[] expected) => Assert.Equal(expected, ObjectHalBenchmark.ReadList(reply)!);

    [Fact]
    public void ReadList_NoList_IsUnreadable() => Assert.Null(ObjectHalBenchmark.ReadList("dog and cat"));

    [Fact]
    public void Score_ListedObjects_AreHeldAgainstAnnotations()
    {
        Queue<string> said = new(["""["puppies", "a man", "small cat", "sky"]""", "what?"]);
        var judge = new ScriptedJudge((_, _) => said.Dequeue());
        IReadOnlyDictionary<string, double?> metrics = Open(judge, "judge").Score(Answers("A man, puppies and a small cat.", "A table and a chair.", "A chair here")).Metrics;

        // Of puppy, man and cat only the cat is not there; the second reply is lost, and three words aren't judged.
        Assert.Equal((1.0, 1.0 / 3), (metrics["response_rate"], metrics["mention_rate"]!.Value));
        Assert.Equal((1.0 / 3, 2.0 / 3), (metrics["chair_s"]!.Value, metrics["recall"]!.Value));
        Assert.Equal((1.0 / 3, 5.0), (metrics["unreadable"]!.Value, metrics["mean_length"]));
        Assert.Contains("Question: Describe it.\nAnswer: A man, puppies and a small cat.", judge.Asked[0].User, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_ByWords_NeedsNoJudge()
    {
        IReadOnlyDictionary<string, double?> metrics = Open(null, "words").Score(Answers("A man and a cat.", "A table.", "Nothing at all is here.")).Metrics;

        Assert.Equal((0.5, 1.0 / 3), (metrics["response_rate"], metrics["mention_rate"]!.Value));
        Assert.Equal(0, metrics["unreadable"]);
    }

    public void Dispose() => folder.Dispose();

    private static SavedAnswer[] Answers(params string[] texts) => JudgedBenchmarkTests.Answers(texts);

    private IBenchmark Open(ScriptedJudge? judge, string parser) =>
        BenchmarkCatalog.Find("object_halbench")[0].Open(new BenchmarkSource(folder.Path) { Judge = judge, Parser = parser });
}
