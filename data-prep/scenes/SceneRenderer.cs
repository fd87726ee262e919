using System.Collections.Concurrent;
using Trainer.Data;
using Trainer.Data.Images;
using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>Draws scenes with colour emoji. Each emoji is drawn once and kept in every size that was needed.</summary>
public sealed class SceneRenderer
{
    private const string Font = "Noto Color Emoji 96";

    private readonly ConcurrentDictionary<(Category Category, int Size), ImageBuffer> tiles = new();

    /// <summary>Looks for the font, which would otherwise be replaced by boxes without a word.</summary>
    /// <exception cref="DataException">No font draws emoji in colour.</exception>
    public SceneRenderer()
    {
        byte[] apple = ImageCodec.DrawText("🍎", Font).Pixels;
        bool isRed = Enumerable.Range(0, apple.Length / 4).Any(i => apple[(i * 4) + 3] == 255 && apple[i * 4] > apple[(i * 4) + 2] + 100);
        if (!isRed)
        {
            throw new DataException("No font draws emoji in colour, so pictures can't be drawn. Install one with 'apt-get install fonts-noto-color-emoji'.");
        }
    }

    /// <summary>The picture as a PNG file.</summary>
    /// <param name="scene">What is drawn.</param>
    /// <param name="size">Width and height in pixels; a smaller picture is the whole one shrunk.</param>
    public byte[] Render(Scene scene, int size = SceneSampler.ImageSize)
    {
        (_, byte red, byte green, byte blue) = SceneWorld.Backgrounds[scene.Background];
        ImageBuffer canvas = ImageBuffer.Solid(SceneSampler.ImageSize, SceneSampler.ImageSize, red, green, blue);
        Overlay[] overlays = [.. scene.Objects.Select(item => new Overlay(Tile(item.Category, item.Size), item.X, item.Y))];
        ImageBuffer whole = ImageCodec.Compose(canvas, overlays);
        return ImageCodec.Encode(size == SceneSampler.ImageSize ? whole : ImageCodec.Resize(whole, size, size), ".png[compression=3]");
    }

    /// <summary>One category as it is drawn.</summary>
    /// <param name="category">What is drawn.</param>
    /// <param name="size">Height and width in pixels.</param>
    /// <returns>RGBA.</returns>
    public ImageBuffer Tile(Category category, int size) => tiles.GetOrAdd((category, size), key =>
    {
        ImageBuffer drawn = LeftPart(ImageCodec.DrawText(key.Category.Emoji, Font), key.Category.Width);
        return ImageCodec.Resize(drawn, key.Size, key.Size);
    });

    /// <summary>The left share of a drawing, in the middle of as wide a one.</summary>
    private static ImageBuffer LeftPart(ImageBuffer image, double share)
    {
        int shown = (int)(image.Width * share);
        int margin = (image.Width - shown) / 2;
        IEnumerable<byte[]> rows = image.Pixels.Chunk(image.Width * image.Bands).Select(row =>
        {
            var part = new byte[row.Length];
            row.AsSpan(0, shown * image.Bands).CopyTo(part.AsSpan(margin * image.Bands));
            return part;
        });
        return image with { Pixels = [.. rows.SelectMany(row => row)] };
    }
}
