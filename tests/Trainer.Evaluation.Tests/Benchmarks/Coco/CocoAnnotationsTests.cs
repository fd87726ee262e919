using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Coco;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.Coco;

public sealed class CocoAnnotationsTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    [Fact]
    public void Read_InstancesWithOutlines_KeepsWhatScorersNeed()
    {
        CocoAnnotations read = CocoAnnotations.Read(folder.Write("instances.json", """
            {"info": {}, "images": [{"id": 5, "file_name": "a.jpg", "width": 3}], "categories": [{"id": 1, "name": "dog", "supercategory": "animal"}],
             "annotations": [{"id": 9, "image_id": 5, "category_id": 1, "segmentation": {"counts": [1, 2]}, "bbox": [0, 0, 1, 1]}]}
            """));

        Assert.Equal(new CocoImage(5, "a.jpg"), Assert.Single(read.Images));
        Assert.Equal("dog", Assert.Single(CocoObjects.ByImage(read, "instances.json")[5]));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"images\": []}")]
    [InlineData("{\"annotations\": [{\"category_id\": 1}]}")]
    [InlineData("{\"annotations\": [{\"image_id\": \"x\"}]}")]
    [InlineData("{\"annotations\": [], \"images\": [{\"id\": 1}]}")]
    [InlineData("{\"annotations\": [")]
    public void Read_OtherContent_IsRefused(string content)
    {
        var error = Assert.Throws<DataException>(() => CocoAnnotations.Read(folder.Write("other.json", content)));
        Assert.Contains("is no COCO annotation file", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
