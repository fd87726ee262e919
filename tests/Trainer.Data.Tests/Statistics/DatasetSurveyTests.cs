using Trainer.Data.Images;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Statistics;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Statistics;

public sealed class DatasetSurveyTests
{
    [Fact]
    public void Run_Conversations_CountsQuestionsAnswersAndSources()
    {
        DatasetStatistics found = Survey("""
            {"id":"1","images":["a.png"],"source":"s","conversations":[{"from":"system","value":"Be kind."},{"from":"human","value":"<image>\nIs it red?"},{"from":"gpt","value":"Yes, it is."},{"from":"human","value":"Why?"},{"from":"gpt","value":"Paint"}]}
            {"id":"1","conversations":[{"from":"human","value":"Is it so?"},{"from":"gpt","value":"NO!"}]}
            {"id":"2","conversations":[{"from":"human","value":"Tell me"},{"from":"gpt","value":"Nothing"}]}
            {"id":"3"}
            """);

        Assert.Equal((4L, 1L, 1L), (found.Records, found.BadRecords, found.RepeatedIds));
        Assert.Equal([new("", 2), new("s", 1)], found.Sources.Top(5));
        Assert.Equal((3L, 2, 1), (found.Rounds.Count, found.Rounds.Most, found.Rounds.Least));
        Assert.Equal((4L, 9 / 4.0), (found.Questions.Words.Count, found.Questions.Words.Mean));
        Assert.Equal((4L, 6 / 4.0), (found.Answers.Words.Count, found.Answers.Words.Mean));
        Assert.Equal((1L, 1L), (found.Yes, found.No));
        Assert.Equal(0, found.Answers.Tokens.Count);
        Assert.Equal(0, found.Pairs.Difference.Count);
    }

    /// <summary>One record with 3 − 1 = 2 words more, one whose two pairs have 1 − 2 = −1 and 1 − 4 = −3: means 2 and −2.</summary>
    [Fact]
    public void Run_Preferences_AveragesEachRecordsPairsFirst()
    {
        DatasetStatistics found = Survey("""
            {"prompt":"?","completions":[{"response":"one","score":0},{"response":"one two three","score":1}]}
            {"prompt":"?","completions":[{"response":"one","score":2},{"response":"one two","score":1},{"response":"one two three four","score":1}]}
            {"prompt":"?","completions":[{"response":"equal","score":2},{"response":"equals","score":2}]}
            """);

        Assert.Equal((2L, 0.0), (found.Pairs.Difference.Count, found.Pairs.Difference.Mean));
        Assert.Equal(Math.Sqrt(8), found.Pairs.Difference.Deviation, 1e-12);
        Assert.Equal((1L, 2L, 3L), (found.Pairs.ChosenLonger, found.Pairs.RejectedLonger, found.Pairs.Chosen.Words.Count));
        Assert.Equal(7, found.Answers.Words.Count);
    }

    [Fact]
    public void Run_SwappedAnswers_TurnsTheBiasAround()
    {
        const string pair = """{"id":"1","prompt":[{"from":"human","value":"?"}],"chosen":"a b c","rejected":"d"}""";

        LengthBias bias = Survey(pair).Pairs;
        LengthBias swapped = Survey(pair.Replace("chosen", "x", StringComparison.Ordinal).Replace("rejected", "chosen", StringComparison.Ordinal).Replace("\"x\"", "\"rejected\"", StringComparison.Ordinal)).Pairs;

        Assert.Equal(2, bias.Difference.Mean);
        Assert.Equal(-2, swapped.Difference.Mean);
        Assert.Equal((bias.ChosenLonger, bias.RejectedLonger), (swapped.RejectedLonger, swapped.ChosenLonger));
    }

    [Fact]
    public void Run_Pictures_AreMeasuredOnceEach()
    {
        DatasetStatistics found = Survey("""
            {"id":"1","images":["a.png","gone.png"],"prompt":[{"from":"human","value":"<image><image>"}]}
            {"id":"2","images":["a.png"],"prompt":[{"from":"human","value":"<image>"}]}
            {"id":"3","images":["text.png"],"prompt":[{"from":"human","value":"<image>"}]}
            """);

        Assert.Equal((3, 2), (found.Pictures.Distinct, found.Pictures.Unreadable));
        Assert.Equal((1L, 5, 3), (found.Pictures.Widths.Count, found.Pictures.Widths.Most, found.Pictures.Heights.Most));
        Assert.Contains(found.Pictures.Problems, problem => problem.EndsWith("gone.png does not exist.", StringComparison.Ordinal));
        Assert.Contains(found.Pictures.Problems, problem => problem.Contains("text.png can't be read as a picture", StringComparison.Ordinal));
        Assert.Equal((3L, 2), (found.PicturesPerRecord.Count, found.PicturesPerRecord.Most));
    }

    [Fact]
    public void Run_WithTokenizer_CountsTokens()
    {
        DatasetStatistics found = Survey("""
            {"id":"1","conversations":[{"from":"human","value":"Why?"},{"from":"gpt","value":"So"}]}
            {"id":"untrainable","conversations":[{"from":"human","value":"Why?"},{"from":"gpt","value":"No"}]}
            """, text => text.Length, record => record.Id == "1" ? 17 : null);

        Assert.Equal((4, 2), (found.Questions.Tokens.Most, found.Answers.Tokens.Most));
        Assert.Equal((1L, 17), (found.RecordTokens.Count, found.RecordTokens.Most));
    }

    private static DatasetStatistics Survey(string lines, Func<string, int>? tokens = null, Func<IRecord, int?>? recordTokens = null)
    {
        using var folder = new TemporaryDirectory();
        folder.Write("a.png", ImageCodec.Encode(ImageBuffer.Solid(5, 3, 1, 2, 3), ".png"));
        folder.Write("text.png", "no picture");
        RecordIndex index = RecordIndex.Build(folder.Write("x.jsonl", lines));
        using RecordFile<IRecord> file = RecordFile.Open(index, FormatSearch.Find(index).Format);
        return new DatasetSurvey { ImageDir = folder.Path, CountTokens = tokens, CountRecord = recordTokens }.Run(file, new Progress<int>());
    }
}
