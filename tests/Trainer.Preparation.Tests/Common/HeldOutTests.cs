using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Preparation.Common;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.Common;

public sealed class HeldOutTests
{
    private const string Lines = """
        {"id": 1, "text": "a", "image": "coco/train2017/000000000009.jpg"}
        {"id": 2, "text": "b", "image": "coco/train2017/000000000025.jpg"}
        {"id": 3, "text": "c"}

        """;

    private const string Pope = """
        {"question_id": 1, "image": "COCO_val2014_000000000009.jpg", "text": "Is there a dog?", "label": "yes"}

        """;

    [Theory]
    [InlineData("coco/train2017/000000000009.jpg", "000000000009")]
    [InlineData("COCO_val2014_000000000009.jpg", "000000000009")]
    [InlineData("000000000009", "000000000009")]
    [InlineData("vg/VG_100K/2405722.jpg", "2405722.jpg")]
    [InlineData("sam\\images\\sa_1.jpg", "sa_1.jpg")]
    public void OfPath_AnyRelease_IsOneName(string path, string expected) => Assert.Equal(expected, PictureNames.OfPath(path));

    [Theory]
    [InlineData("COCO_train2014_000000000009.jpg", "000000000009.jpg")]
    [InlineData("scenes/000000000009.png", "000000000009.png")]
    [InlineData("000000000009", "000000000009.jpg")]
    [InlineData("2405722.jpg", "2405722.jpg")]
    public void FileOf_CocoPicture_IsTheNameOf2017(string path, string expected) => Assert.Equal(expected, PictureNames.FileOf(path));

    [Theory]
    [InlineData(Pope)]
    [InlineData("[{\"image_id\": 9, \"caption\": \"A dog.\"}]")]
    [InlineData("[\"000000000009.jpg\"]")]
    [InlineData("[9, \"10\"]")]
    [InlineData("{\"info\": {\"images\": []}, \"images\": [{\"id\": 9, \"file_name\": \"000000000009.jpg\"}]}")]
    [InlineData("{\"questions\": [\n{\"image_id\": 9, \"question\": \"[?\", \"question_id\": 9001}]}")]
    public void Read_AnyBenchmark_FindsItsPictures(string text)
    {
        using var folder = new TemporaryDirectory();

        HeldOutPictures pictures = HeldOutPictures.Read(folder.Write("benchmark.json", text));

        Assert.True(pictures.Contains("train/000000000009.jpg"));
        Assert.False(pictures.Contains("train/000000000025.jpg"));
        Assert.False(pictures.Contains("vg/9.jpg"));
    }

    [Theory]
    [InlineData("[{\"text\": \"no picture\"}]")]
    [InlineData("[]")]
    [InlineData("[{\"image\": 1, \"image_id\": true}]")]
    public void Read_NoPictures_IsRefused(string text)
    {
        using var folder = new TemporaryDirectory();

        Assert.Throws<DataException>(() => HeldOutPictures.Read(folder.Write("benchmark.json", text)));
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public void Run_PictureOfABenchmark_IsCountedNamedAndDroppedOnRequest(bool drop, int records)
    {
        using var lines = new PreparedLines(Lines);
        PreparationOptions options = lines.Options with { HeldOut = [lines.Write("coco_pope_random.json", Pope)], DropLeaks = drop };

        PreparedSet set = DataPreparation.Run(new LineSource(), options);

        Assert.Equal(records, set.Files[0].Records);
        Assert.Equal([KeyValuePair.Create("coco_pope_random.json", 1L)], set.HeldOut);
        JsonNode problem = JsonNode.Parse(lines.Lines("problems.jsonl")[0])!;
        Assert.Equal(("held_out_image", drop, "1"), ((string?)problem["kind"], (bool)problem["dropped"]!, (string?)problem["id"]));
    }
}
