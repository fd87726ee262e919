namespace Trainer.Data.Images;

/// <summary>A picture in memory: 8 bits a band, row by row from the top left.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bands">3 for RGB, 4 with transparency.</param>
/// <param name="Pixels">Width · height · bands bytes.</param>
public sealed record ImageBuffer(int Width, int Height, int Bands, byte[] Pixels)
{
    /// <summary>A picture of one colour.</summary>
    public static ImageBuffer Solid(int width, int height, byte red, byte green, byte blue)
    {
        var pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        }

        return new ImageBuffer(width, height, 3, pixels);
    }
}

/// <summary>A picture with transparency, and where its top left corner goes.</summary>
/// <param name="Image">RGBA.</param>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
public readonly record struct Overlay(ImageBuffer Image, int X, int Y);
