using Trainer.Data;
using Trainer.Data.Images;
using Trainer.Preparation.Bpo;
using Trainer.Preparation.Common;
using Trainer.Preparation.Vlfeedback;
using Trainer.Preparation.VqaV2;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.Common;

/// <summary>A set without any record is an error, which says why there is none and where to look.</summary>
public sealed class EmptySetTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    private PreparationOptions Options => new() { Input = Path.Combine(folder.Path, "in"), Output = Path.Combine(folder.Path, "out") };

    [Theory]
    [InlineData("", "has nothing to convert. Is it whole?")]
    [InlineData("[]", "has nothing to convert. Is it whole?")]
    [InlineData("a,b\n1,2\n", "broken_json 2. The first: bpo.json:1, element 1: the record is not readable JSON")]
    [InlineData("[{\"id\": 1}]", "missing_field 1. The first: bpo.json:1, element 1: ")]
    public void Run_InputWithoutRecords_SaysWhatItIs(string input, string message)
    {
        folder.Write("in/bpo.json", input);

        string said = Refusal(new BpoSource(), Options);

        Assert.Contains("out would have no record: ", said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Equal([".unfinished"], Directory.EnumerateFileSystemEntries(Options.Output).Select(Path.GetFileName));
    }

    [Fact]
    public void Run_AllLeftOut_NamesTheOptions()
    {
        PreparationOptions options = Options with
        {
            Input = Path.Combine(AppContext.BaseDirectory, "Fixtures/vlfeedback/in"),
            Choices = new Dictionary<string, string> { ["margin"] = "234" },
        };

        Assert.Matches("by the margin [0-9].*Check .*--option margin=", Refusal(new VlFeedbackSource(), options));
    }

    [Theory]
    [InlineData("000000000009.png", "'000000000009.png' is.", "holds 000000000009.png. Check --images, --option image-names=2017|2014, --option image-kind=jpg|png|jpeg|webp.")]
    [InlineData("COCO_train2014_000000000009.jpg", "'COCO_train2014_000000000009.jpg' is.", "Check --images")]
    [InlineData("train2017/000000000009.jpg", "is not in the folder of pictures.", "pictures holds train2017/. Check --images")]
    public void Run_EveryPictureMissing_ShowsWhatIsThere(string picture, string nearby, string remedy)
    {
        WriteQuestion();
        folder.Write($"pictures/{picture}", Png);

        string said = Refusal(new VqaSource(), WithPictures);

        Assert.Contains("missing_image 2. The first: v2_questions_train.json:1, element 1: names '000000000009.jpg', which", said, StringComparison.Ordinal);
        Assert.Contains(nearby, said, StringComparison.Ordinal);
        Assert.Contains(remedy, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnceThePicturesAreThere_BeginsAnew()
    {
        WriteQuestion();
        folder.Write("pictures/readme.txt", "none yet");
        Refusal(new VqaSource(), WithPictures);
        folder.Write("pictures/000000000009.jpg", Png);

        PreparedSet set = DataPreparation.Run(new VqaSource(), WithPictures);

        Assert.Equal([1, 1], set.Files.Select(file => file.Records));
        Assert.Empty(File.ReadAllText(Path.Combine(Options.Output, "problems.jsonl")));
    }

    [Fact]
    public void Run_AfterASetOfOtherChoices_IsStillRefused()
    {
        WriteQuestion();
        DataPreparation.Run(new VqaSource(), Options);
        Directory.CreateDirectory(Path.Combine(Options.Output, ".unfinished"));

        Assert.Contains("holds a set whose options is", Refusal(new VqaSource(), Options with { Choices = new Dictionary<string, string> { ["answers"] = "all" } }), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Png { get; } = ImageCodec.Encode(new ImageBuffer(3, 2, 3, new byte[18]), ".png");

    private PreparationOptions WithPictures => Options with { Images = Path.Combine(folder.Path, "pictures") };

    private void WriteQuestion()
    {
        folder.Write("in/v2_questions_train.json", """{"questions": [{"image_id": 9, "question": "Is it a dog?", "question_id": 1}]}""");
        folder.Write("in/v2_annotations_train.json", """{"annotations": [{"question_id": 1, "image_id": 9, "answer_type": "yes/no", "multiple_choice_answer": "yes"}]}""");
    }

    private static string Refusal(IDataSource source, PreparationOptions options) => Assert.Throws<DataException>(() => DataPreparation.Run(source, options)).Message;
}
