namespace Trainer.Data.Images;

/// <summary>
/// Bicubic resizing with PIL's arithmetic, bit for bit: models were trained on pictures that PIL resized. Two passes with
/// antialiasing windows, each rounded to bytes, in fixed point.
/// </summary>
public static class BicubicResize
{
    private const int FractionBits = 22;
    private const double Support = 2;

    /// <summary>Resizes RGB to exact sizes.</summary>
    public static ImageBuffer Apply(ImageBuffer source, int width, int height) =>
        Apply(source, new ResizeExtent(width, 0, width), new ResizeExtent(height, 0, height));

    /// <summary>Resizes RGB and computes only a part of the result, whose whole may be far larger than memory.</summary>
    public static ImageBuffer Apply(ImageBuffer source, ResizeExtent columns, ResizeExtent rows)
    {
        ResizeWindow[] vertical = Windows(source.Height, rows);
        int top = vertical[0].First;
        ImageBuffer result = Rows(source, top, vertical[^1].First + vertical[^1].Weights.Length);
        if (!columns.IsWhole(source.Width))
        {
            result = Horizontal(result, Windows(source.Width, columns));
        }

        return rows.IsWhole(source.Height) ? result : Vertical(result, vertical, top);
    }

    /// <summary>The rows that the wanted part is made of.</summary>
    private static ImageBuffer Rows(ImageBuffer source, int top, int bottom)
    {
        int stride = source.Width * 3;
        return bottom - top == source.Height ? source : source with { Height = bottom - top, Pixels = source.Pixels[(top * stride)..(bottom * stride)] };
    }

    /// <summary>The source samples and weights of each wanted output sample.</summary>
    internal static ResizeWindow[] Windows(int input, ResizeExtent output)
    {
        double scale = (double)input / output.Full;
        double stretch = Math.Max(scale, 1);
        var windows = new ResizeWindow[output.Count];
        for (int i = 0; i < windows.Length; i++)
        {
            double center = (output.First + i + 0.5) * scale;
            int first = Math.Max((int)(center - (Support * stretch) + 0.5), 0);
            int end = Math.Min((int)(center + (Support * stretch) + 0.5), input);
            double[] weights = [.. Enumerable.Range(first, end - first).Select(j => Kernel((j - center + 0.5) / stretch))];
            double sum = weights.Sum();
            windows[i] = new ResizeWindow(first, Array.ConvertAll(weights, weight => Fixed(weight / sum)));
        }

        return windows;
    }

    /// <summary>Keys' cubic with a = −0.5.</summary>
    private static double Kernel(double x)
    {
        x = Math.Abs(x);
        return x switch
        {
            < 1 => (((1.5 * x) - 2.5) * x * x) + 1,
            < 2 => -0.5 * ((((((x - 5) * x) + 8) * x) - 4)),
            _ => 0,
        };
    }

    private static int Fixed(double weight)
    {
        double scaled = weight * (1 << FractionBits);
        return (int)(scaled + (scaled < 0 ? -0.5 : 0.5));
    }

    private static ImageBuffer Horizontal(ImageBuffer source, ResizeWindow[] windows)
    {
        var pixels = new byte[windows.Length * source.Height * 3];
        for (int y = 0; y < source.Height; y++)
        {
            for (int x = 0; x < windows.Length; x++)
            {
                Mix(source.Pixels, ((y * source.Width) + windows[x].First) * 3, 3, windows[x].Weights, pixels.AsSpan(((y * windows.Length) + x) * 3, 3));
            }
        }

        return source with { Width = windows.Length, Pixels = pixels };
    }

    private static ImageBuffer Vertical(ImageBuffer source, ResizeWindow[] windows, int top)
    {
        int stride = source.Width * 3;
        var pixels = new byte[windows.Length * stride];
        for (int y = 0; y < windows.Length; y++)
        {
            for (int x = 0; x < source.Width; x++)
            {
                Mix(source.Pixels, ((windows[y].First - top) * stride) + (x * 3), stride, windows[y].Weights, pixels.AsSpan((y * stride) + (x * 3), 3));
            }
        }

        return source with { Height = windows.Length, Pixels = pixels };
    }

    private static void Mix(byte[] source, int start, int stride, int[] weights, Span<byte> target)
    {
        const int half = 1 << (FractionBits - 1);
        int red = half;
        int green = half;
        int blue = half;
        foreach (int weight in weights)
        {
            red += weight * source[start];
            green += weight * source[start + 1];
            blue += weight * source[start + 2];
            start += stride;
        }

        target[0] = ToByte(red);
        target[1] = ToByte(green);
        target[2] = ToByte(blue);
    }

    private static byte ToByte(int value) => (byte)Math.Clamp(value >> FractionBits, 0, 255);
}

/// <summary>What one output sample is made of.</summary>
/// <param name="First">First source sample.</param>
/// <param name="Weights">Fixed-point weights of it and its followers.</param>
internal readonly record struct ResizeWindow(int First, int[] Weights);
