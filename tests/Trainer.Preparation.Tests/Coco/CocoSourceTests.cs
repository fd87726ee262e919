using System.Text.Json;
using Trainer.Preparation.Coco;
using Trainer.Preparation.Common;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Preparation.Tests.Coco;

public sealed class CocoSourceTests(ITestOutputHelper output)
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("coco");

        Assert.Equal([2, 3, 3], set.Files.Select(file => file.Records));
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Prepare_Of2014_NamesFactsAsIn2017()
    {
        Assert.Equal(["""{"000000000009.jpg":["One.","Two."]}"""], Facts("""{"id": 9, "file_name": "COCO_val2014_000000000009.jpg"}""", Caption(1, 9, "One."), Caption(2, 9, "Two.")));
    }

    [Theory]
    [InlineData("""{"id": 2, "image_id": 8, "caption": "x"}""", "wrong_value")]
    [InlineData("""{"id": 2, "image_id": 9, "caption": "  "}""", "wrong_value")]
    [InlineData("""{"id": 2, "image_id": "9", "caption": "x"}""", "wrong_type")]
    [InlineData("""{"id": 2, "image_id": 9.5, "caption": "x"}""", "wrong_value")]
    [InlineData("""{"id": 2, "image_id": 9}""", "missing_field")]
    public void Prepare_BadCaption_IsNamedOnceAndLeftOut(string caption, string kind)
    {
        PreparedSet set = Prepare("""{"id": 9, "file_name": "000000000009.jpg"}""", [Caption(1, 9, "One."), caption], out string facts);

        Assert.Equal([KeyValuePair.Create(kind, 1L)], set.Problems);
        Assert.Equal("""{"000000000009.jpg":["One."]}""", facts);
    }

    [Fact]
    public void Prepare_PictureWithoutCaptions_IsCounted()
    {
        PreparedSet set = Prepare("""{"id": 9, "file_name": "000000000009.jpg"}, {"id": 10, "file_name": "000000000010.jpg"}""", [Caption(1, 9, "One.")], out _);

        Assert.Equal(1, set.LeftOut["picture without captions"]);
    }

    [Fact]
    public void Prepare_RealAnnotations_FindsPicturesOfPope()
    {
        if (!RealData.TryFind("coco_annotations/captions_train2017.tiny50.json", output, out string path))
        {
            return;
        }

        using TemporaryDirectory folder = new();
        string real = Path.GetDirectoryName(Path.GetDirectoryName(path))!;
        PreparedSet set = DataPreparation.Run(new CocoSource(), new PreparationOptions
        {
            Input = path,
            Output = Path.Combine(folder.Path, "set"),
            Images = Path.Combine(real, "coco_images"),
            HeldOut = [Path.Combine(real, "pope/matched_coco_pope_random.jsonl")],
        });

        // 15 of the 50 pictures lie there, and POPE asks about one of them.
        Assert.Equal(35, set.Problems["missing_image"]);
        Assert.Equal(15, set.Files[1].Records);
        Assert.Equal(1, set.HeldOut["matched_coco_pope_random.jsonl"]);
    }

    private static string Caption(int id, int image, string text) => $$"""{"id": {{id}}, "image_id": {{image}}, "caption": "{{text}}"}""";

    private static string[] Facts(string images, params string[] captions)
    {
        Prepare(images, captions, out string facts);
        return [facts];
    }

    private static PreparedSet Prepare(string images, string[] captions, out string facts)
    {
        using var folder = new TemporaryDirectory();
        folder.Write("in/captions_val2014.json", $$"""{"info": {"year": 2014}, "images": [{{images}}], "annotations": [{{string.Join(',', captions)}}]}""");
        string output = Path.Combine(folder.Path, "out");
        PreparedSet set = DataPreparation.Run(new CocoSource(), new PreparationOptions { Input = Path.Combine(folder.Path, "in"), Output = output });
        facts = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(output, "image_to_caption.json"))));
        return set;
    }
}
