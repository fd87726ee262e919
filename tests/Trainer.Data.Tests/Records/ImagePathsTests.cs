using Trainer.Data.Records;

namespace Trainer.Data.Tests.Records;

public sealed class ImagePathsTests
{
    [Theory]
    [InlineData("a.jpg", true)]
    [InlineData("train/a..b.jpg", true)]
    [InlineData("", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a/../../b.jpg", false)]
    [InlineData("..\\b.jpg", false)]
    [InlineData("C:b.jpg", false)]
    [InlineData("a\0.jpg", false)]
    public void IsInside_Path_IsJudged(string path, bool expected) => Assert.Equal(expected, ImagePaths.IsInside(path));

    [Fact]
    public void Resolve_PathOutside_Throws() => Assert.Throws<DataException>(() => ImagePaths.Resolve("images", "../a.jpg"));
}
