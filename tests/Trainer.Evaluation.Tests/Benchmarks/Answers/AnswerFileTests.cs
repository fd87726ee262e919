using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.Answers;

public sealed class AnswerFileTests : IDisposable
{
    private static readonly SavedAnswer[] Answers = [new("1", "a.jpg", "Is it?", "Yes"), new("x/2", "b.jpg", "Line\nbreak", "Nö \"so\"")];

    private readonly TemporaryDirectory folder = new();

    private string FilePath => Path.Combine(folder.Path, "answers.jsonl");

    [Fact]
    public void Append_Answers_AreReadBack()
    {
        Append(Answers);

        Assert.Equal(Answers, AnswerFile.Read(FilePath));
        Assert.StartsWith("{\"question_id\":1,", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void Append_EveryTornEnd_KeepsWhatIsWhole()
    {
        Append(Answers);
        byte[] whole = File.ReadAllBytes(FilePath);
        int firstLine = Array.IndexOf(whole, (byte)'\n') + 1;
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Append([Answers[1]]);

            int kept = length >= whole.Length - 1 ? 2 : length >= firstLine - 1 ? 1 : 0;
            Assert.Equal([.. Answers.Take(kept), Answers[1]], AnswerFile.Read(FilePath));
        }
    }

    [Fact]
    public void Read_FileOfLlava_TakesItsText() => Assert.Equal(
        [new SavedAnswer("1", "", "Is it?", "No")],
        AnswerFile.Read(folder.Write("llava.jsonl", """{"question_id": 1, "prompt": "Is it?", "text": "No", "metadata": {}}""")));

    [Fact]
    public void Read_BrokenLineInTheMiddle_IsRefused() =>
        Assert.Throws<DataException>(() => AnswerFile.Read(folder.Write("broken.jsonl", "{\"question_id\": 1\n{\"question_id\": 2}\n")));

    public void Dispose() => folder.Dispose();

    private void Append(IEnumerable<SavedAnswer> answers)
    {
        using AnswerWriter writer = AnswerFile.Append(FilePath);
        writer.Append(answers);
    }
}
