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

    // A quarter of a gigabyte of canvas.
    private const int MaxPaddedSide = 10_000;

    /// <summary>The mean colour in bytes, truncated as the reference does.</summary>
    private static readonly byte[] PadColour = [.. Mean.Select(mean => (byte)(mean * 255))];

    /// <inheritdoc/>
    public int Size => size;

    /// <inheritdoc/>
    public float[] Read(string path) => Process(ImageCodec.ReadFile(path), path);

    /// <summary>Makes a picture square, resizes and normalises it.</summary>
    /// <param name="image">RGB.</param>
    /// <param name="name">For messages.</param>
    /// <returns>3 · size · size numbers, colour by colour.</returns>
    /// <exception cref="DataException">The picture is so long and narrow that no square can be padded around it.</exception>
    public float[] Process(ImageBuffer image, string name = "The picture") =>
        Normalize(aspect switch
        {
            ImageAspectRatio.Stretch => BicubicResize.Apply(image, new ResizeExtent(size, 0, size), new ResizeExtent(size, 0, size)),
            ImageAspectRatio.Pad => FitAndCrop(Pad(image, name)),
            _ => FitAndCrop(image),
        });

    private static ImageBuffer Pad(ImageBuffer image, string name)
    {
        if (image.Width == image.Height)
        {
            return image;
        }

        int side = Math.Max(image.Width, image.Height);
        if (side > MaxPaddedSide)
        {
            throw new DataException(
                $"{name} has {image.Width} x {image.Height} pixels, too long to be padded to a square of at most {MaxPaddedSide} pixels a side. Shrink or crop it.");
        }

        ImageBuffer canvas = ImageBuffer.Solid(side, side, PadColour[0], PadColour[1], PadColour[2]);
        int left = (side - image.Width) / 2;
        int top = (side - image.Height) / 2;
        for (int y = 0; y < image.Height; y++)
        {
            image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3).CopyTo(canvas.Pixels.AsSpan((((y + top) * side) + left) * 3));
        }

        return canvas;
    }

    /// <summary>Resizes so that the shorter side has the wanted size, and keeps the middle of the longer one: only that part is computed.</summary>
    private ImageBuffer FitAndCrop(ImageBuffer image)
    {
        int shorter = Math.Min(image.Width, image.Height);
        ResizeExtent Middle(int side)
        {
            long full = (long)size * side / shorter;
            return new ResizeExtent(full, (full - size) / 2, size);
        }

        return BicubicResize.Apply(image, Middle(image.Width), Middle(image.Height));
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
