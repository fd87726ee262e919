namespace Trainer.Data.Images;

/// <summary>A picture in memory: 8 bits a band, row by row from the top left.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bands">3 for RGB, 4 with transparency.</param>
/// <param name="Pixels">Width · height · bands bytes.</param>
public sealed record ImageBuffer(int Width, int Height, int Bands, byte[] Pixels)
{
    /// <summary>Refuses a picture whose sizes and bytes disagree, before native code trusts them.</summary>
    /// <param name="bands">Bands that it must have; 0 for 3 or 4.</param>
    internal void Check(int bands = 0)
    {
        bool hasBands = bands == 0 ? Bands is 3 or 4 : Bands == bands;
        if (Width < 1 || Height < 1 || !hasBands || Pixels.LongLength != (long)Width * Height * Bands)
        {
            string expected = bands == 0 ? "3 or 4" : $"{bands}";
            throw new ArgumentException(
                $"A picture of {Width} x {Height} pixels with {Bands} bands and {Pixels.LongLength} bytes was given. " +
                $"Expected are sizes of at least 1, {expected} bands, and width · height · bands bytes.");
        }
    }

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
