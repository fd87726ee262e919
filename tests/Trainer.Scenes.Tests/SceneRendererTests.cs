using Trainer.Data.Images;
using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class SceneRendererTests
{
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

    /// <summary>Pixels of a quarter that are not its background.</summary>
    private static int Painted(ImageBuffer image, int left, int top)
    {
        byte white = SceneWorld.Backgrounds[0].Red;
        return Enumerable.Range(0, 32 * 32).Count(i =>
            image.Pixels.AsSpan((((top + (i / 32)) * 64) + left + (i % 32)) * 3, 3).ContainsAnyExcept(white));
    }
}
