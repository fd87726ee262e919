using Trainer.Data;
using Trainer.Data.Images;

namespace Trainer.Cli.Reports;

/// <summary>Small copies of pictures, to be carried inside a report.</summary>
internal static class Thumbnail
{
    private const int Longest = 256;

    /// <summary>A JPEG file's bytes; the picture keeps its shape and is never enlarged.</summary>
    /// <exception cref="DataException">The picture can't be read.</exception>
    internal static byte[] Of(string path)
    {
        ImageBuffer picture = ImageCodec.ReadFile(path);
        double scale = Math.Min(1, (double)Longest / Math.Max(picture.Width, picture.Height));
        ImageBuffer small = scale < 1
            ? ImageCodec.Resize(picture, Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)))
            : picture;
        return ImageCodec.Encode(small, ".jpg");
    }
}
