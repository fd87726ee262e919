using Trainer.Data.Batches;
using Trainer.Modeling.Configuration;

namespace Trainer.Data.Images;

/// <summary>Turns pictures into a CLIP tower's input, as LLaVA's training code does.</summary>
/// <param name="size">Height and width of the input in pixels.</param>
/// <param name="aspect">How a picture that is not square is made so.</param>
public sealed class ClipPreprocessor(int size, ImageAspectRatio aspect) : IImageReader
{
    private static readonly double[] Mean = [0.48145466, 0.4578275, 0.40821073];
    private static readonly double[] Deviation = [0.26862954, 0.26130258, 0.27577711];

    /// <summary>The mean colour in bytes, truncated as the reference does.</summary>
    private static readonly byte[] PadColour = [.. Mean.Select(mean => (byte)(mean * 255))];

    /// <inheritdoc/>
    public int Size => size;

    /// <inheritdoc/>
    public float[] Read(string path) => Process(ImageCodec.ReadFile(path));

    /// <summary>Makes a picture square, resizes and normalises it.</summary>
    /// <returns>3 · size · size numbers, colour by colour.</returns>
    public float[] Process(ImageBuffer image)
    {
        ImageBuffer square = aspect == ImageAspectRatio.Pad ? Pad(image) : image;
        return Normalize(Crop(Fit(square)));
    }

    private static ImageBuffer Pad(ImageBuffer image)
    {
        if (image.Width == image.Height)
        {
            return image;
        }

        int side = Math.Max(image.Width, image.Height);
        ImageBuffer canvas = ImageBuffer.Solid(side, side, PadColour[0], PadColour[1], PadColour[2]);
        Paste(image, canvas, (side - image.Width) / 2, (side - image.Height) / 2);
        return canvas;
    }

    /// <summary>Resizes so that the shorter side has the wanted size.</summary>
    private ImageBuffer Fit(ImageBuffer image)
    {
        int shorter = Math.Min(image.Width, image.Height);
        int Scaled(int side) => side == shorter ? size : (int)((long)size * side / shorter);
        return BicubicResize.Apply(image, Scaled(image.Width), Scaled(image.Height));
    }

    private ImageBuffer Crop(ImageBuffer image)
    {
        if (image.Width == size && image.Height == size)
        {
            return image;
        }

        ImageBuffer canvas = ImageBuffer.Solid(size, size, 0, 0, 0);
        Paste(image, canvas, -((image.Width - size) / 2), -((image.Height - size) / 2));
        return canvas;
    }

    /// <summary>Copies the part of a picture that falls on a canvas.</summary>
    private static void Paste(ImageBuffer image, ImageBuffer canvas, int left, int top)
    {
        int from = Math.Max(0, -left);
        int columns = Math.Min(image.Width - from, canvas.Width - Math.Max(0, left));
        for (int y = Math.Max(0, -top); y < image.Height && y + top < canvas.Height; y++)
        {
            image.Pixels.AsSpan(((y * image.Width) + from) * 3, columns * 3)
                .CopyTo(canvas.Pixels.AsSpan((((y + top) * canvas.Width) + Math.Max(0, left)) * 3));
        }
    }

    private float[] Normalize(ImageBuffer image)
    {
        int plane = size * size;
        var values = new float[3 * plane];
        for (int band = 0; band < 3; band++)
        {
            float mean = (float)Mean[band];
            float deviation = (float)Deviation[band];
            for (int i = 0; i < plane; i++)
            {
                // The reference scales in double precision and stores single before it normalises.
                values[(band * plane) + i] = ((float)(image.Pixels[(i * 3) + band] * (1 / 255.0)) - mean) / deviation;
            }
        }

        return values;
    }
}
