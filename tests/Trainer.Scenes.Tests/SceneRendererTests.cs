using Trainer.Data.Images;
using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class SceneRendererTests
{
    /// <summary>A quarter of what separates black from gray.</summary>
    private const double LeastContrast = 50;

    private static readonly SceneRenderer Renderer = new();

    [Fact]
    public void Render_OneObject_PaintsItsCellAndNothingElse()
    {
        ImageBuffer image = ImageCodec.Decode(Renderer.Render(TestScenes.Of("apple")), "apple");
        Assert.Equal((64, 64), (image.Width, image.Height));
        Assert.True(Painted(image, 0, 0) > 300);
        Assert.Equal(0, Painted(image, 32, 0) + Painted(image, 0, 32) + Painted(image, 32, 32));
    }

    [Fact]
    public void Render_EveryCategory_LooksDifferent() => Assert.Equal(
        SceneWorld.Categories.Count, SceneWorld.Categories.Select(category => Convert.ToHexString(Renderer.Render(TestScenes.Of(category.Name)))).Distinct().Count());

    [Fact]
    public void Render_ByAnotherRenderer_GivesTheSameBytes()
    {
        var other = new SceneRenderer();
        Assert.All(TestScenes.Drawn(20), scene => Assert.Equal(Renderer.Render(scene), other.Render(scene)));
    }

    [Fact]
    public void Tile_EachCategoryOnEachBackground_StandsOut() => Assert.All(
        from category in SceneWorld.Categories from background in SceneWorld.Backgrounds select (category, background),
        pair => Assert.True(Contrast(pair.category, pair.background) > LeastContrast, $"{pair}: {Contrast(pair.category, pair.background):F0}"));

    [Fact]
    public void Tile_NarrowCategory_ShowsTheLeftPartInTheMiddle()
    {
        Category whole = TestScenes.Named("fork") with { Width = 1 };
        ImageBuffer both = Renderer.Tile(whole, 64);
        ImageBuffer fork = Renderer.Tile(TestScenes.Named("fork"), 64);
        Assert.Equal((64, 64, 4), (fork.Width, fork.Height, fork.Bands));
        Assert.True(Opaque(both, 48) > 200);
        Assert.Equal(0, Opaque(fork, 48));
    }

    /// <summary>Opaque pixels from a column on.</summary>
    private static int Opaque(ImageBuffer tile, int fromColumn) =>
        Enumerable.Range(0, tile.Width * tile.Height).Count(i => i % tile.Width >= fromColumn && tile.Pixels[(i * 4) + 3] > 127);

    /// <summary>Mean distance of a drawing's opaque pixels from a background, in steps of its three bands.</summary>
    private static double Contrast(Category category, (string Name, byte Red, byte Green, byte Blue) background)
    {
        byte[] pixels = Renderer.Tile(category, 29).Pixels;
        return Enumerable.Range(0, pixels.Length / 4).Select(i => pixels.AsMemory(i * 4, 4)).Where(pixel => pixel.Span[3] > 127).Average(pixel =>
            double.Hypot(double.Hypot(pixel.Span[0] - background.Red, pixel.Span[1] - background.Green), pixel.Span[2] - background.Blue));
    }

    /// <summary>Pixels of a quarter that are not its background.</summary>
    private static int Painted(ImageBuffer image, int left, int top)
    {
        byte white = SceneWorld.Backgrounds[0].Red;
        return Enumerable.Range(0, 32 * 32).Count(i =>
            image.Pixels.AsSpan((((top + (i / 32)) * 64) + left + (i % 32)) * 3, 3).ContainsAnyExcept(white));
    }
}
