using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Preparation.Common;
using Trainer.Preparation.VqaV2;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Preparation.Tests.VqaV2;

public sealed class VqaSourceTests(ITestOutputHelper output)
{
    private const string Questions = """
        {"questions": [{"image_id": 9, "question": "Is it a dog?", "question_id": 9000}, {"image_id": 25, "question": "Is it big?", "question_id": 25000},
        {"image_id": 9, "question": "How many?", "question_id": 9001}, {"image_id": 9, "question": "Is it red?", "question_id": 9002}]}
        """;

    private static readonly string[] Answers =
    [
        """{"question_id": 9000, "image_id": 9, "answer_type": "yes/no", "multiple_choice_answer": "yes", "answers": []}""",
        """{"question_id": 25000, "image_id": 25, "answer_type": "yes/no", "multiple_choice_answer": "no", "answers": []}""",
        """{"question_id": 9001, "image_id": 9, "answer_type": "number", "multiple_choice_answer": "2", "answers": []}""",
        """{"question_id": 9002, "image_id": 9, "answer_type": "yes/no", "multiple_choice_answer": "yes", "answers": []}""",
    ];

    [Fact]
    public void Prepare_Fixture_IsTheGoldenFiles() => Assert.Empty(Golden.Check("vqa-v2").Problems);

    [Fact]
    public void Prepare_FixtureWithOtherChoices_IsTheGoldenFiles() =>
        Golden.Check("vqa-v2", "out-all", "answers=all", "rounds=2", "instruction=none", "image-names=2014");

    [Fact]
    public void Prepare_YesNo_IsOneConversationAPicture()
    {
        PreparedSet set = Prepare(Answers, out string[] records, out string[] prompts);

        Assert.Equal(1, set.LeftOut["answered with other than yes or no"]);
        Assert.Equal(2, records.Length);
        Assert.Equal(
            ["<image>\nIs it a dog?\nAnswer the question using a single word or phrase.", "Yes", "Is it red?", "Yes"],
            JsonNode.Parse(records[0])!["conversations"]!.AsArray().Select(turn => (string?)turn!["value"]));
        Assert.Equal([7, 6, 7], prompts.Select(prompt => (int)JsonNode.Parse(prompt)!["caption_type"]!));
        Assert.Equal("000000000025.jpg", (string?)JsonNode.Parse(prompts[1])!["images"]![0]);
    }

    [Fact]
    public void Prepare_Balanced_HasAsManyYesAsNo()
    {
        PreparedSet set = Prepare(Answers, out _, out string[] prompts, ("yes-no-share", "balanced"));

        Assert.Equal([6, 7], prompts.Select(prompt => (int)JsonNode.Parse(prompt)!["caption_type"]!).Order());
        Assert.Equal(1, set.LeftOut["too many of the same answer"]);
    }

    [Theory]
    [InlineData("2017", "png", "000000000009.png")]
    [InlineData("2014", "jpeg", "COCO_train2014_000000000009.jpeg")]
    public void Prepare_NamesOfPictures_AreThoseThatWereChosen(string names, string kind, string expected)
    {
        Prepare(Answers, out string[] records, out _, ("image-names", names), ("image-kind", kind));

        Assert.Equal(expected, (string?)JsonNode.Parse(records[0])!["images"]![0]);
    }

    [Theory]
    [InlineData("""{"question_id": 9000, "image_id": 9, "answer_type": "truth", "multiple_choice_answer": "yes"}""", "wrong_value", 2)]
    [InlineData("""{"question_id": 9000, "image_id": 9, "answer_type": "yes/no", "multiple_choice_answer": 1}""", "wrong_type", 1)]
    [InlineData("""{"question_id": 9000, "image_id": 25, "answer_type": "yes/no", "multiple_choice_answer": "yes"}""", "wrong_value", 2)]
    [InlineData("""{"question_id": 7, "image_id": 9, "answer_type": "yes/no", "multiple_choice_answer": "yes"}""", "wrong_value", 2)]
    public void Prepare_BadAnswer_IsNamedAndItsQuestionToo(string answer, string kind, int count)
    {
        PreparedSet set = Prepare([answer, .. Answers[1..]], out string[] records, out _);

        Assert.Equal(count, set.Problems[kind]);
        Assert.Equal(2, set.Problems.Values.Sum());
        Assert.DoesNotContain("dog", string.Concat(records), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_WithoutOfficialAnswer_TakesTheOneMostGiven()
    {
        string[] answers = [Answers[0].Replace("\"multiple_choice_answer\": \"yes\", \"answers\": []", "\"answers\": [{\"answer\": \"no\"}, {\"answer\": \"yes\"}, {\"answer\": \"no\"}]", StringComparison.Ordinal), .. Answers[1..]];

        Prepare(answers, out _, out string[] prompts);

        Assert.Equal(6, (int)JsonNode.Parse(prompts[0])!["caption_type"]!);
    }

    [Fact]
    public void Prepare_WithoutAnswers_SaysWhichFileIsMissing()
    {
        using TemporaryDirectory folder = new();
        folder.Write("v2_OpenEnded_mscoco_val2014_questions.json", Questions);
        folder.Write("v2_mscoco_train2014_annotations.json", "{\"annotations\": []}");

        DataException error = Assert.Throws<DataException>(() =>
            DataPreparation.Run(new VqaSource(), new PreparationOptions { Input = folder.Path, Output = Path.Combine(folder.Path, "out") }));

        Assert.Contains("val2014 in its name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_RealQuestions_AnswersAll()
    {
        if (!RealData.TryFind("vqa_v2/v2_mscoco_train2014_annotations.share.json", output, out string path))
        {
            return;
        }

        using TemporaryDirectory folder = new();
        PreparedSet set = DataPreparation.Run(new VqaSource(), new PreparationOptions
        {
            Input = Path.GetDirectoryName(path)!,
            Output = Path.Combine(folder.Path, "set"),
            Choices = new Dictionary<string, string> { ["answers"] = "all", ["rounds"] = "1" },
        });

        Assert.Equal(612, set.Files[0].Records);
        Assert.Empty(set.Problems);
    }

    private static PreparedSet Prepare(string[] answers, out string[] records, out string[] prompts, params (string Name, string Value)[] choices)
    {
        using TemporaryDirectory folder = new();
        folder.Write("in/v2_OpenEnded_mscoco_train2014_questions.json", Questions);
        folder.Write("in/v2_mscoco_train2014_annotations.json", $$"""{"annotations": [{{string.Join(',', answers)}}]}""");
        string target = Path.Combine(folder.Path, "out");
        PreparedSet set = DataPreparation.Run(new VqaSource(), new PreparationOptions
        {
            Input = Path.Combine(folder.Path, "in"), Output = target, Choices = choices.ToDictionary(choice => choice.Name, choice => choice.Value),
        });
        records = File.ReadAllLines(Path.Combine(target, "vqa_train2014.jsonl"));
        prompts = File.ReadAllLines(Path.Combine(target, "vqa_prompts_train2014.jsonl"));
        return set;
    }
}
