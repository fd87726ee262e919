using System.Text.Json;
using Trainer.Data.Images;
using Trainer.Modeling.Configuration;

namespace Trainer.Data.Tests.Images;

public sealed class ClipPreprocessorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, PilPictures.Golden.GetProperty("preprocess").GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Process_ReferencePictures_EqualsTheReference(int index)
    {
        JsonElement section = PilPictures.Golden.GetProperty("preprocess");
        JsonElement golden = section.GetProperty("cases")[index];
        int[] shape = golden.Numbers("hw");
        uint k = uint.Parse(golden.GetProperty("src").GetString()!.Split('=')[1], null);
        ImageAspectRatio aspect = golden.GetProperty("mode").GetString() == "pad" ? ImageAspectRatio.Pad : ImageAspectRatio.Square;
        float[] actual = new ClipPreprocessor(section.GetProperty("size").GetInt32(), aspect).Process(PilPictures.Picture(k, shape[0], shape[1]));
        double[] expected = [.. golden.GetProperty("chw").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    [Fact]
    public void Process_PaddedBorder_HasNearlyTheMeanColour()
    {
        float[] values = new ClipPreprocessor(8, ImageAspectRatio.Pad).Process(ImageBuffer.Solid(80, 10, 255, 255, 255));

        // The pad colour is the mean, truncated to bytes: within one grey level of zero after normalisation.
        Assert.All(new[] { values[0], values[64], values[128] }, value => Assert.InRange(value, -0.0152f, 0));
    }

    [Fact]
    public void Process_Stretched_IsTheSamePictureSqueezedBeforehand()
    {
        ImageBuffer wide = PilPictures.Picture(5, 23, 31);

        float[] stretched = new ClipPreprocessor(8, ImageAspectRatio.Stretch).Process(wide);

        Assert.Equal(new ClipPreprocessor(8, ImageAspectRatio.Square).Process(BicubicResize.Apply(wide, 8, 8)), stretched);
    }

    [Theory]
    [InlineData(2_000_000, 1)]
    [InlineData(1, 2_000_000)]
    public void Process_LongNarrowPictureToSquare_ComputesOnlyTheMiddle(int width, int height) => Assert.Equal(
        3 * 8 * 8, new ClipPreprocessor(8, ImageAspectRatio.Square).Process(ImageBuffer.Solid(width, height, 9, 9, 9)).Length);

    [Fact]
    public void Process_LongNarrowPictureToPad_IsRefused()
    {
        var error = Assert.Throws<DataException>(() => new ClipPreprocessor(8, ImageAspectRatio.Pad).Process(ImageBuffer.Solid(2_000_000, 1, 9, 9, 9), "long.png"));
        Assert.Equal("long.png has 2000000 x 1 pixels, too long to be padded to a square of at most 10000 pixels a side. Shrink or crop it.", error.Message);
    }
}
