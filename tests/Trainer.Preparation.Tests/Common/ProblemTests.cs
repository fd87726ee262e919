using System.Text;
using System.Text.Json.Nodes;
using Trainer.Data.Images;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.Common;

/// <summary>Whatever is wrong with a record is counted by kind, and named with file, line, element and field.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("{\"id\": 2}", "missing_field", "text")]
    [InlineData("{\"id\": 2, \"text\": 7}", "wrong_type", "text")]
    [InlineData("{\"id\": 2, \"text\": ", "broken_json", "")]
    [InlineData("{\"id\": 2, \"text\": \"\\ud800\"}", "broken_text", "text")]
    [InlineData("[2]", "wrong_type", "")]
    [InlineData("{\"id\": 2, \"text\": \"x\", \"image\": \"../x.png\"}", "wrong_value", "images")]
    [InlineData("{\"id\": 2, \"text\": \"x\", \"image\": \"/etc/x.png\"}", "wrong_value", "images")]
    [InlineData("{\"id\": 2, \"text\": \"x\", \"image\": \"none.png\"}", "missing_image", "images")]
    [InlineData("{\"id\": 2, \"text\": \"x\", \"image\": \"broken.png\"}", "undecodable_image", "images")]
    public void Run_BadLine_IsNamedAndNotWritten(string line, string kind, string field)
    {
        using var lines = new PreparedLines($"{{\"id\": 1, \"text\": \"a\", \"image\": \"good.png\"}}\n\n{line}\n{{\"id\": 3, \"text\": \"c\"}}\n");
        lines.Write("pictures/good.png", ImageCodec.Encode(new ImageBuffer(3, 2, 3, new byte[18]), ".png"));
        lines.Write("pictures/broken.png", "no picture");

        PreparedSet set = DataPreparation.Run(new LineSource(), lines.Options with { Images = Path.Combine(lines.Output, "../pictures") });

        Assert.Equal(2, set.Files[0].Records);
        Assert.Equal([KeyValuePair.Create(kind, 1L)], set.Files[0].Problems);
        JsonNode problem = JsonNode.Parse(lines.Lines("problems.jsonl")[0])!;
        Assert.Equal("lines/all.jsonl", (string?)problem["output"]);
        Assert.Equal(("data.jsonl", 3, 2), ((string?)problem["file"], (int)problem["line"]!, (int)problem["element"]!));
        Assert.Equal((kind, field, true), ((string?)problem["kind"], (string?)problem["field"], (bool)problem["dropped"]!));
        Assert.DoesNotContain(lines.Output, problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(new PictureSizes(3, 2, 3, 2), set.Pictures);
    }

    [Fact]
    public void Run_BytesThatAreNoText_AreNamed()
    {
        using var lines = new PreparedLines("");
        lines.Write("in/data.jsonl", [.. Encoding.UTF8.GetBytes("{\"id\": 1, \"text\": \"a"), 0xFF, .. Encoding.UTF8.GetBytes("\"}\n")]);

        Assert.Equal(1, DataPreparation.Run(new LineSource(), lines.Options).Files[0].Problems["broken_text"]);
    }

    [Fact]
    public void Run_FieldNameThatIsNoText_IsNamed()
    {
        using var lines = new PreparedLines("{\"\\ud800\": 1, \"id\": 1, \"text\": \"a\"}\n{\"id\": 2, \"text\": \"b\"}\n");

        PreparedSet set = DataPreparation.Run(new LineSource(), lines.Options);

        Assert.Equal(2, set.Files[0].Records + set.Files[0].Problems.GetValueOrDefault("broken_text"));
    }

    [Fact]
    public void Run_RepeatedName_IsNamedAndWrittenUnlessItIsAField()
    {
        using var lines = new PreparedLines("{\"id\": 1, \"text\": \"a\"}\n{\"id\": 1, \"text\": \"b\"}\n");

        PreparedSet set = DataPreparation.Run(new LineSource(), lines.Options);

        Assert.Equal([2, 1], set.Files.Select(file => file.Records));
        Assert.Equal(2, set.Problems["repeated_id"]);
        Assert.Equal([false, true], lines.Lines("problems.jsonl").Select(line => (bool)JsonNode.Parse(line)!["dropped"]!));
    }

    [Fact]
    public void Run_Headers_FindsTheSizeAndWhatIsNoPicture()
    {
        using var lines = new PreparedLines("{\"id\": 1, \"text\": \"a\", \"image\": \"broken.png\"}\n{\"id\": 2, \"text\": \"b\", \"image\": \"good.png\"}\n");
        lines.Write("pictures/broken.png", "no picture");
        lines.Write("pictures/good.png", ImageCodec.Encode(new ImageBuffer(3, 2, 3, new byte[18]), ".png"));

        PreparedSet set = DataPreparation.Run(
            new LineSource(), lines.Options with { Images = Path.Combine(lines.Output, "../pictures"), ImageCheck = PictureCheckLevel.Header });

        Assert.Equal(1, set.Problems["undecodable_image"]);
        Assert.Equal(new PictureSizes(3, 2, 3, 2), set.Pictures);
    }

    [Theory]
    [InlineData(PictureCheckLevel.Exists)]
    [InlineData(PictureCheckLevel.None)]
    public void Run_LooserCheck_LetsDamagedPicturesPass(PictureCheckLevel level)
    {
        using var lines = new PreparedLines("{\"id\": 1, \"text\": \"a\", \"image\": \"broken.png\"}\n");
        lines.Write("pictures/broken.png", "no picture");

        PreparedSet set = DataPreparation.Run(new LineSource(), lines.Options with { Images = Path.Combine(lines.Output, "../pictures"), ImageCheck = level });

        Assert.Empty(set.Problems);
        Assert.Null(set.Pictures);
    }
}
