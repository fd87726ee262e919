using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks;

public sealed class ImageLocatorTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    [Theory]
    [InlineData("COCO_val2014_000000310196.jpg", "COCO_val2014_000000310196.jpg")]
    [InlineData("COCO_val2014_000000310196.jpg", "000000310196.jpg")]
    [InlineData("000000310196.jpg", "COCO_val2014_000000310196.jpg")]
    [InlineData("000000310196.jpg", "COCO_train2014_000000310196.jpg")]
    [InlineData("2405722.jpg", "2405722.jpg")]
    public void Find_OtherStyle_FindsTheFile(string name, string file)
    {
        string path = folder.Write(file, "");
        Assert.Equal(path, ImageLocator.Find(folder.Path, name));
    }

    [Theory]
    [InlineData("000000000001.jpg")]
    [InlineData("../../../etc/hostname")]
    [InlineData("/etc/hostname")]
    public void Find_MissingOrOutside_IsRefused(string name) => Assert.Throws<DataException>(() => ImageLocator.Find(folder.Path, name));

    [Theory]
    [InlineData("COCO_val2014_000000310196.jpg", 310196L)]
    [InlineData("/images/000000046207.jpg", 46207L)]
    [InlineData("2405722.jpg", null)]
    public void CocoNumber_Name_IsItsNumber(string name, long? expected) => Assert.Equal(expected, ImageLocator.CocoNumber(name));

    public void Dispose() => folder.Dispose();
}
