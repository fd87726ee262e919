using Trainer.Torch;

namespace Trainer.Data.Images;

/// <summary>
/// Keeps a small part of a picture and enlarges it to the whole, as mDPO does: arXiv:2406.11839, with the released code's area of 1 to
/// 20 % and sides in a ratio from 3 : 4 to 4 : 3.
/// </summary>
/// <param name="size">Width and height of pictures, in pixels.</param>
/// <param name="random">The run's randomness.</param>
public sealed class RandomCrop(int size, RandomRoot random) : IImageWeakening
{
    private const double LeastArea = 0.01;
    private const double MostArea = 0.2;
    private const double MostRatio = 4.0 / 3;

    /// <inheritdoc/>
    public float[] Weaken(float[] pixels, string name)
    {
        Random draw = random.Managed($"crop/{name}");
        double area = (LeastArea + (draw.NextDouble() * (MostArea - LeastArea))) * size * size;
        double ratio = Math.Exp(((draw.NextDouble() * 2) - 1) * Math.Log(MostRatio));
        int width = Math.Clamp((int)Math.Round(Math.Sqrt(area * ratio)), 1, size);
        int height = Math.Clamp((int)Math.Round(Math.Sqrt(area / ratio)), 1, size);
        return Enlarge(pixels, new Side(draw.Next(size - width + 1), width), new Side(draw.Next(size - height + 1), height));
    }

    /// <summary>Bilinear, with the centres of corner pixels half a pixel inside: what image libraries call "not aligned".</summary>
    private float[] Enlarge(float[] pixels, Side columns, Side rows)
    {
        var enlarged = new float[pixels.Length];
        for (int band = 0; band < 3; band++)
        {
            ReadOnlySpan<float> from = pixels.AsSpan(band * size * size, size * size);
            Span<float> to = enlarged.AsSpan(band * size * size, size * size);
            for (int y = 0; y < size; y++)
            {
                Neighbours row = rows.At(y, size);
                for (int x = 0; x < size; x++)
                {
                    Neighbours column = columns.At(x, size);
                    float upper = column.Mix(from[(row.First * size) + column.First], from[(row.First * size) + column.Second]);
                    float lower = column.Mix(from[(row.Second * size) + column.First], from[(row.Second * size) + column.Second]);
                    to[(y * size) + x] = row.Mix(upper, lower);
                }
            }
        }

        return enlarged;
    }

    /// <summary>The part of a side that is kept.</summary>
    private readonly record struct Side(int Start, int Length)
    {
        internal Neighbours At(int target, int size)
        {
            double place = Math.Clamp(((target + 0.5) * Length / size) - 0.5, 0, Length - 1);
            int first = (int)place;
            return new Neighbours(Start + first, Start + Math.Min(first + 1, Length - 1), (float)(place - first));
        }
    }

    /// <summary>The two pixels between which a place lies, and how near it is to the second.</summary>
    private readonly record struct Neighbours(int First, int Second, float Share)
    {
        internal float Mix(float first, float second) => first + (Share * (second - first));
    }
}
