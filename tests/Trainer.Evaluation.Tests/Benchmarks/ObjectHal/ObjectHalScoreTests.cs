using System.Text.Json;
using Trainer.Evaluation.Benchmarks.ObjectHal;

namespace Trainer.Evaluation.Tests.Benchmarks.ObjectHal;

public sealed class ObjectHalScoreTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "judged.json"))).RootElement.GetProperty("object_halbench_metrics");

    private static readonly JsonElement Expected = Golden.GetProperty("outputs");

    private static readonly ObjectHalScore Score = ObjectHalScore.Of(Answers(), Classes());

    [Fact]
    public void Of_GoldenAnswers_MentionsWhatTheReferenceFinds()
    {
        JsonElement[] captions = [.. Expected.GetProperty("per_caption").EnumerateArray()];

        Assert.Equal(
            captions.Select(caption => string.Join(',', caption.GetProperty("generated").EnumerateArray().Select(pair => $"{pair[0]}={pair[1]}"))),
            Score.Answers.Select(answer => string.Join(',', answer.Mentions.Select(mention => $"{mention.Name}={mention.Class}"))));
        Assert.Equal(
            captions.Select(caption => string.Join(',', caption.GetProperty("hallucinated").EnumerateArray())),
            Score.Answers.Select(answer => string.Join(',', answer.Hallucinated.Select(mention => mention.Name))));
    }

    [Fact]
    public void Of_GoldenAnswers_GivesTheFiguresOfTheReference()
    {
        Assert.Equal(Number("CHAIRs"), Score.ChairS, Tolerance);
        Assert.Equal(Number("CHAIRs_refine"), Score.ChairSRefined, Tolerance);
        Assert.Equal(Number("CHAIRi"), Score.ChairI, Tolerance);
        Assert.Equal(Number("obj_rec"), Score.Recall, Tolerance);
        Assert.Equal(Number("avg_word_len"), Score.MeanLength, Tolerance);
        Assert.Equal((Number("sentence_num"), Number("coco_sentence_num")), (Score.Answers.Count, Score.WithObjects));
        Assert.Equal((Number("mentions"), Number("gt_word_count")), (Score.Mentions, Score.Present));
    }

    [Fact]
    public void Of_OtherOrder_ChangesNoFigure()
    {
        ObjectHalScore reversed = ObjectHalScore.Of([.. Answers().Reverse()], Classes());

        Assert.Equal((Score.ChairS, Score.ChairI, Score.Recall), (reversed.ChairS, reversed.ChairI, reversed.Recall));
    }

    [Fact]
    public void Of_NoObjects_IsZero() => Assert.Equal(0, ObjectHalScore.Of([new("Sky", ["sky"], new HashSet<string>())], Classes()).ChairSRefined);

    private static double Number(string name) => Expected.GetProperty(name).GetDouble();

    private static ObjectHalAnswer[] Answers()
    {
        JsonElement inputs = Golden.GetProperty("inputs");
        return [.. inputs.GetProperty("captions").EnumerateArray().Select(caption => new ObjectHalAnswer(
            caption.GetProperty("caption").GetString()!,
            Texts(caption.GetProperty("objs")),
            Texts(inputs.GetProperty("ground_truth").GetProperty(caption.GetProperty("image_id").ToString())).ToHashSet()))];
    }

    private static Dictionary<string, string> Classes() => Golden.GetProperty("inputs").GetProperty("synonyms").EnumerateObject()
        .SelectMany(entry => Texts(entry.Value).Select(name => (name, entry.Name))).ToDictionary(pair => pair.name, pair => pair.Name);

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
