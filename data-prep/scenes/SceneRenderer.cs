using System.Collections.Concurrent;
using Trainer.Data;
using Trainer.Data.Images;
using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>Draws scenes with colour emoji. Each emoji is drawn once and kept in every size that was needed.</summary>
public sealed class SceneRenderer
{
    private const string Font = "Noto Color Emoji 96";

    private readonly ConcurrentDictionary<(string Emoji, int Size), ImageBuffer> tiles = new();

    /// <summary>Looks for the font, which would otherwise be replaced by boxes without a word.</summary>
    /// <exception cref="DataException">No font draws emoji in colour.</exception>
    public SceneRenderer()
    {
        byte[] apple = Tile("🍎", SceneSampler.ImageSize).Pixels;
        bool isRed = Enumerable.Range(0, apple.Length / 4).Any(i => apple[(i * 4) + 3] == 255 && apple[i * 4] > apple[(i * 4) + 2] + 100);
        if (!isRed)
        {
            throw new DataException("No font draws emoji in colour, so pictures can't be drawn. Install one with 'apt-get install fonts-noto-color-emoji'.");
        }
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] Render(Scene scene)
    {
        (_, byte red, byte green, byte blue) = SceneWorld.Backgrounds[scene.Background];
        ImageBuffer canvas = ImageBuffer.Solid(SceneSampler.ImageSize, SceneSampler.ImageSize, red, green, blue);
        Overlay[] overlays = [.. scene.Objects.Select(item => new Overlay(Tile(item.Category.Emoji, item.Size), item.X, item.Y))];
        return ImageCodec.Encode(ImageCodec.Compose(canvas, overlays), ".png[compression=3]");
    }

    private ImageBuffer Tile(string emoji, int size) =>
        tiles.GetOrAdd((emoji, size), key => ImageCodec.Resize(ImageCodec.DrawText(key.Emoji, Font), key.Size, key.Size));
}
