using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.Chair;

public sealed class CaptionFileTests : IDisposable
{
    private static readonly ImageCaption[] Expected = [new(7, "A dog."), new(8, "A cat.")];

    private readonly TemporaryDirectory folder = new();

    [Theory]
    [InlineData("{\"image_id\": 7, \"caption\": \"A dog.\"}\n{\"image_id\": \"8\", \"caption\": \"A cat.\"}\n")]
    [InlineData("\n [{\"image_id\": 7, \"caption\": \"A dog.\"}, {\"image_id\": 8, \"caption\": \"A cat.\"}]")]
    public void Read_LinesOrList_GivesTheCaptions(string content) =>
        Assert.Equal(Expected, CaptionFile.Read(folder.Write("captions.json", content)));

    [Theory]
    [InlineData("{\"image_id\": 7.5, \"caption\": \"A dog.\"}", "must be COCO's number")]
    [InlineData("{\"image_id\": 7}", "caption is required")]
    [InlineData("[{\"image_id\": 7},", "is no JSON: ")]
    [InlineData("[{\"image_id\": 7}]", "[0].caption is required")]
    public void Read_BadItem_SaysWhat(string content, string expected)
    {
        var error = Assert.Throws<DataException>(() => CaptionFile.Read(folder.Write("captions.json", content)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_IsRefused() => Assert.Throws<DataException>(() => CaptionFile.Read(Path.Combine(folder.Path, "none.json")));

    public void Dispose() => folder.Dispose();
}
