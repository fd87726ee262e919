using System.Security.Cryptography;
using System.Text.Json;
using Trainer.Data.Images;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.TestKit;

namespace Trainer.Scenes.Tests;

public sealed class ScenesDatasetTests(WrittenScenes set) : IClassFixture<WrittenScenes>
{
    [Fact]
    public void Write_Again_GivesTheSameBytes()
    {
        using var again = new WrittenScenes();
        Assert.Equal(Hashes(set.Root), Hashes(again.Root));
    }

    [Fact]
    public void Write_SmallerPictures_ShowTheSameScenes()
    {
        using var folder = new TemporaryDirectory();
        ScenesDataset.Write(new ScenesOptions { Directory = folder.Path, Images = 50, Seed = 3, ImageSize = 16 });
        ImageBuffer small = ImageCodec.Decode(File.ReadAllBytes(Path.Combine(folder.Path, "images", "000000000001.png")), "small");
        Assert.Equal((16, 16), (small.Width, small.Height));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(set.Root, "annotations", "instances_val.json")), File.ReadAllBytes(Path.Combine(folder.Path, "annotations", "instances_val.json")));
    }

    [Fact]
    public void Write_OtherSeed_GivesOtherPictures()
    {
        using var folder = new TemporaryDirectory();
        ScenesDataset.Write(new ScenesOptions { Directory = folder.Path, Images = 3, Seed = 4 });
        Assert.NotEqual(
            File.ReadAllBytes(Path.Combine(set.Root, "images", "000000000001.png")),
            File.ReadAllBytes(Path.Combine(folder.Path, "images", "000000000001.png")));
    }

    [Fact]
    public void Write_Splits_ShareNoPicture()
    {
        HashSet<int> Ids(string split) => [.. set.Json($"annotations/instances_{split}.json").GetProperty("images").EnumerateArray().Select(image => image.GetProperty("id").GetInt32())];
        Assert.Equal((40, 10), (Ids("train").Count, Ids("val").Count));
        Assert.Empty(Ids("train").Intersect(Ids("val")));
        Assert.Equal((40, 10), (set.Statistics.TrainImages, set.Statistics.ValidationImages));
    }

    [Fact]
    public void Write_Progress_CountsEveryPicture()
    {
        using var folder = new TemporaryDirectory();
        var counts = new Counts();
        ScenesDataset.Write(new ScenesOptions { Directory = folder.Path, Images = 5 }, counts);
        Assert.Equal([1, 2, 3, 4, 5], counts.Seen.Order());
    }

    [Theory]
    [InlineData("written")]
    [InlineData("careful")]
    [InlineData("annotated")]
    public void Write_Conversations_AreReadByTheReader(string name)
    {
        using RecordFile<ConversationRecord> file = RecordFile.Open(
            Path.Combine(set.Root, "llava", $"llava_instruct_{name}.json"), RecordFormats.Conversation("llava"));
        DatasetReport report = DatasetCheck.Run(file, Path.Combine(set.Root, "images"));
        Assert.Equal((80, 0, 40), (report.Records, report.BadRecords, report.Images));
        Assert.StartsWith("<image>\n", file.Read(0).Turns[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Prompts_KnowTheTruthOfTheirYesNoQuestions()
    {
        using RecordFile<PromptRecord> file = RecordFile.Open(Path.Combine(set.Root, "ppo", "ppo_prompts.json"), RecordFormats.Prompt("llava_rlhf"));
        PromptRecord[] prompts = [.. Enumerable.Range(0, file.Count).Select(file.Read)];

        Assert.Equal(80, prompts.Length);
        Assert.Equal(40, prompts.Count(prompt => prompt.CaptionType == CaptionType.General));
        Assert.All([CaptionType.Yes, CaptionType.No], kind => Assert.InRange(prompts.Count(prompt => prompt.CaptionType == kind), 10, 30));
        Assert.Equal(0, DatasetCheck.Run(file, Path.Combine(set.Root, "images")).BadRecords);
    }

    [Theory]
    [InlineData("vqa_yes_no")]
    [InlineData("aokvqa_choices")]
    [InlineData("flickr_captions")]
    public void Write_Instructions_AreOneConversationForEachPictureToTrainOn(string name)
    {
        using RecordFile<ConversationRecord> file = RecordFile.Open(Path.Combine(set.Root, "llava", $"{name}.json"), RecordFormats.Conversation("llava"));
        DatasetReport report = DatasetCheck.Run(file, Path.Combine(set.Root, "images"));
        Assert.Equal((40, 0, 40), (report.Records, report.BadRecords, report.Images));
    }

    [Fact]
    public void Write_YesNoConversations_AreThoseOfTheVqaFile()
    {
        IEnumerable<string> yesNo = set.Json("vqa/annotations_train.json").GetProperty("annotations").EnumerateArray()
            .Where(annotation => annotation.GetProperty("answer_type").GetString() == "yes/no")
            .Select(annotation => annotation.GetProperty("multiple_choice_answer").GetString()!);
        IEnumerable<string> answers = set.Json("llava/vqa_yes_no.json").EnumerateArray()
            .SelectMany(conversation => conversation.GetProperty("conversations").EnumerateArray())
            .Where(turn => turn.GetProperty("from").GetString() == "gpt")
            .Select(turn => turn.GetProperty("value").GetString()!.ToLowerInvariant());
        Assert.Equal(yesNo, answers);
    }

    [Fact]
    public void Write_BlindQuestions_MostlyHaveYesForAnAnswerAndNoPicture()
    {
        using RecordFile<ConversationRecord> file = RecordFile.Open(Path.Combine(set.Root, "llava", "text_presence.json"), RecordFormats.Conversation("llava"));
        ConversationRecord[] records = [.. Enumerable.Range(0, file.Count).Select(file.Read)];
        string[] answers = [.. records.SelectMany(record => record.Turns).Where(turn => turn.From == Speaker.Gpt).Select(turn => turn.Value)];

        Assert.All(records, record => Assert.Empty(record.Images));
        Assert.InRange((double)answers.Count(answer => answer == "No") / answers.Count(answer => answer == "Yes"), 0.1, 0.6);
    }

    [Fact]
    public void Write_Rewrites_AreConversationsWithoutPictures()
    {
        using RecordFile<ConversationRecord> file = RecordFile.Open(Path.Combine(set.Root, "llava", "text_rewrites.json"), RecordFormats.Conversation("llava"));
        Assert.Equal(40, file.Count);
        Assert.All(Enumerable.Range(0, file.Count).Select(file.Read), record =>
        {
            Assert.Empty(record.Images);
            Assert.Matches(@"^(Rewrite this|Answer as if).* Modified (description|response):$", record.Turns[0].Value);
        });
    }

    [Fact]
    public void Write_BpoSource_HasOneAnnotatedCompletionForEachPictureToTrainOn()
    {
        JsonElement[] records = [.. set.Json("bpo/bpo_source.json").EnumerateArray()];
        Assert.Equal(Enumerable.Range(1, 40).Select(id => $"scenes-{id}"), records.Select(record => record.GetProperty("id").GetString()));
        Assert.Equal(Enumerable.Range(1, 40).Select(id => $"{id:D12}.png"), records.Select(record => record.GetProperty("image").GetString()));
        Assert.InRange(records.Count(record => record.GetProperty("prompt").GetString() == SceneText.DescribePrompt), 20, 36);
        HashSet<string> annotated = [.. set.Json("llava/llava_instruct_annotated.json").EnumerateArray()
            .SelectMany(conversation => conversation.GetProperty("conversations").EnumerateArray(), (_, turn) => turn.GetProperty("value").GetString()!)];
        Assert.All(records, record =>
        {
            JsonElement completion = Assert.Single(record.GetProperty("completions").EnumerateArray());
            Assert.Equal((1, "gt"), (completion.GetProperty("score").GetInt32(), completion.GetProperty("type").GetString()));
            Assert.Contains(completion.GetProperty("response").GetString()!, annotated);
        });
    }

    [Fact]
    public void Write_AnnotatedShareOfOne_HallucinatesAsOftenAsTheWrittenText()
    {
        using var folder = new TemporaryDirectory();
        ScenesStatistics statistics = ScenesDataset.Write(new ScenesOptions { Directory = folder.Path, Images = 400, AnnotatedShare = 1 });
        Assert.Equal(statistics.HallucinatedDescriptions, statistics.AnnotatedHallucinations, 0.1);
    }

    [Fact]
    public void Write_Preferences_DifferOnlyByTheHallucinatedSentence()
    {
        JsonElement[] pairs = [.. set.Json("preferences/llava_preference.json").EnumerateArray()];
        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair =>
        {
            bool isFirst = pair.GetProperty("preference").GetInt32() == 1;
            string Output(int number) => pair.GetProperty($"output_{number}").GetProperty("value").GetString()!;
            Assert.StartsWith(Output(isFirst ? 1 : 2) + " ", Output(isFirst ? 2 : 1), StringComparison.Ordinal);
            Assert.EndsWith("can be seen nearby.", Output(isFirst ? 2 : 1), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Write_ExchangedPreferences_DifferAndAreToldApartByFacts()
    {
        JsonElement facts = set.Json("preferences/image_to_caption.json");
        JsonElement[] pairs = [.. set.Json("preferences/exchanged_preference.json").EnumerateArray()];
        Assert.Equal(40, pairs.Length);
        Assert.All(pairs, pair =>
        {
            Assert.NotEqual(pair.GetProperty("output_1").GetProperty("value").GetString(), pair.GetProperty("output_2").GetProperty("value").GetString());
            string image = pair.GetProperty("image").GetString()!;
            Assert.Equal((5, 3, 1), (facts.GetProperty(image).GetArrayLength(), facts.GetProperty($"aok_{image}").GetArrayLength(), facts.GetProperty($"choice_{image}").GetArrayLength()));
        });
    }

    [Fact]
    public void Write_OtherFacts_AreThoseOfTheNextPicture()
    {
        JsonElement facts = set.Json("preferences/image_to_caption.json");
        JsonElement others = set.Json("preferences/image_to_other_caption.json");
        Assert.Equal(facts.EnumerateObject().Count(), others.EnumerateObject().Count());
        Assert.Equal(facts.GetProperty("000000000002.png").ToString(), others.GetProperty("000000000001.png").ToString());
        Assert.Equal(facts.GetProperty("aok_000000000001.png").ToString(), others.GetProperty("aok_000000000050.png").ToString());
    }

    [Fact]
    public void Write_HeldOutPairs_AreAboutThePicturesToEvaluateOn() => Assert.Equal(
        Enumerable.Range(41, 10).Select(id => $"{id:D12}.png"),
        set.Json("preferences/exchanged_preference_val.json").EnumerateArray().Select(pair => pair.GetProperty("image").GetString()));

    [Fact]
    public void Write_Card_StatesTheCommandAndTheShares()
    {
        string card = File.ReadAllText(Path.Combine(set.Root, "README.md"));
        Assert.Contains("--images 50 --seed 3", card, StringComparison.Ordinal);
        Assert.Contains("| fork | knife |", card, StringComparison.Ordinal);
        Assert.Contains("| pictures to evaluate on | 10 |", card, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Hashes(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(root, path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private sealed class Counts : IProgress<int>
    {
        private readonly Lock gate = new();

        internal List<int> Seen { get; } = [];

        public void Report(int value)
        {
            lock (gate)
            {
                Seen.Add(value);
            }
        }
    }
}
