using Trainer.Data.Batches;

namespace Trainer.Data.Tests.Batches;

/// <summary>A stand-in for decoded pictures: every pixel is the length of the file's name.</summary>
internal sealed class FlatImages : IImageReader
{
    private int reads;

    public int Reads => reads;

    public int Size => 2;

    public float[] Read(string path)
    {
        Interlocked.Increment(ref reads);
        string name = Path.GetFileNameWithoutExtension(path);
        if (name == "broken")
        {
            throw new DataException($"{path} is no picture.");
        }

        var pixels = new float[3 * Size * Size];
        Array.Fill(pixels, name.Length);
        return pixels;
    }
}
