using Trainer.Algorithms.Bpo;
using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Algorithms.Tests.Bpo;

public sealed class BpoFilesTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WriteCompletions_ReadBack_AreTheSameWithoutMarks()
    {
        string path = Path.Combine(folder.Path, "completions.json");
        BpoFiles.WriteCompletions(path, [Record(), Record() with { Id = "s", Image = null }]);

        using RecordFile<BpoRecord> file = RecordFile.Open(path, new BpoRecordFormat());

        Assert.Equal(2, file.Count);
        Assert.Equal(("r", "a.png", "What <is> it?"), (file.Read(0).Id, file.Read(0).Image, file.Read(0).Prompt));
        Assert.Equal(Record().Completions, file.Read(0).Completions);
        Assert.Null(file.Read(1).Image);
    }

    [Fact]
    public void WritePairs_ReadBack_SetTheAnnotatedAnswerAgainstEachLesserOne()
    {
        string path = Path.Combine(folder.Path, "preferences.jsonl");
        BpoFiles.WritePairs(path, [Record()]);

        using RecordFile<PreferenceRecord> file = RecordFile.Open(path, RecordFormats.Preference("trainer"));

        PreferenceRecord[] pairs = [file.Read(0), file.Read(1)];
        Assert.Equal(2, file.Count);
        Assert.Equal(["A dog.", "A cow."], pairs.Select(pair => pair.Rejected));
        Assert.Equal(["r", "r.1"], pairs.Select(pair => pair.Id));
        Assert.All(pairs, pair => Assert.Equal(("A cat.", "<image>\nWhat <is> it?", "coco"), (pair.Chosen, pair.Turns[0].Value, pair.Source)));
    }

    [Theory]
    [InlineData("""{"prompt": "What?", "completions": []}""", "annotated answer")]
    [InlineData("""{"prompt": "What?", "completions": [{"response": "a", "score": 0}, {"response": "b", "score": 1}]}""", "annotated answer")]
    [InlineData("""{"prompt": "What?", "image": "../a.png", "completions": [{"response": "a", "score": 1}]}""", "relative")]
    [InlineData("""{"prompt": "What?"}""", "completions is required")]
    public void Read_BadRecord_SaysWhatIsWrong(string line, string message)
    {
        using RecordFile<BpoRecord> file = RecordFile.Open(folder.Write("bad.jsonl", line + "\n"), new BpoRecordFormat());

        var error = Assert.Throws<DataException>(() => file.Read(0));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static BpoRecord Record() => new()
    {
        Id = "r",
        Image = "a.png",
        Prompt = "What <is> it?\n<image>",
        Source = "coco",
        Completions = [new Completion("A cat.", 1, "gt"), new Completion("Cats.", 1, "gt-rephrased"), new Completion("A dog.", 0, "mllm-hal"), new Completion("A cow.", 0, "llm-hal")],
    };
}
