using System.Text.Json;
using Trainer.Data.Images;

namespace Trainer.Data.Tests.Images;

public sealed class BicubicResizeTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, PilPictures.Golden.GetProperty("resize").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_ReferencePictures_EqualsPilBitForBit(int index)
    {
        JsonElement golden = PilPictures.Golden.GetProperty("resize")[index];
        int[] from = golden.Numbers("in_hw");
        int[] to = golden.Numbers("out_hw");
        ImageBuffer resized = BicubicResize.Apply(PilPictures.Picture((uint)(2000 + index), from[0], from[1]), to[1], to[0]);
        Assert.Equal(golden.Numbers("pil_bicubic"), resized.Pixels.Select(pixel => (int)pixel));
    }

    [Fact]
    public void Windows_NineToFour_AreTheReferencesTable()
    {
        ResizeWindow[] windows = BicubicResize.Windows(9, new ResizeExtent(4, 0, 4));

        Assert.Equal([0, 0, 1, 3], windows.Select(window => window.First));
        Assert.Equal([1678854, 1875397, 817560, -49565, -125026, -2916], windows[0].Weights);
        Assert.Equal([-133612, 243347, 1309712, 1830561, 1037429, 62141, -133928, -21346], windows[1].Weights);
        Assert.Equal(windows[1].Weights.Reverse(), windows[2].Weights);
        Assert.Equal(windows[0].Weights.Reverse(), windows[3].Weights);
    }

    [Fact]
    public void Apply_OneColour_StaysThatColour()
    {
        ImageBuffer resized = BicubicResize.Apply(ImageBuffer.Solid(31, 17, 200, 3, 90), 7, 40);
        Assert.Equal(ImageBuffer.Solid(7, 40, 200, 3, 90).Pixels, resized.Pixels);
    }

    [Fact]
    public void Apply_Part_IsThatPartOfTheWhole()
    {
        ImageBuffer source = PilPictures.Picture(5, 23, 31);
        ImageBuffer whole = BicubicResize.Apply(source, 40, 12);
        ImageBuffer part = BicubicResize.Apply(source, new ResizeExtent(40, 7, 20), new ResizeExtent(12, 3, 5));
        Assert.Equal((20, 5), (part.Width, part.Height));
        for (int y = 0; y < 5; y++)
        {
            Assert.Equal(whole.Pixels.AsSpan((((y + 3) * 40) + 7) * 3, 60).ToArray(), part.Pixels.AsSpan(y * 60, 60).ToArray());
        }
    }
}
