using System.Collections.Concurrent;
using Trainer.Data;
using Trainer.Data.Images;
using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>How closely pictures are looked at.</summary>
public enum PictureCheckLevel
{
    /// <summary>Each is decoded, so that a damaged one is found now and not in the middle of a training.</summary>
    Decode,

    /// <summary>The beginning of each is read: its kind and size. It is some hundred times as fast, and does not see what is cut off.</summary>
    Header,

    /// <summary>Each must be a file.</summary>
    Exists,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>Looks at each picture once, however many records use it. Used from several threads.</summary>
/// <param name="folder">Where paths of pictures start; without one nothing can be looked at.</param>
/// <param name="level">How closely.</param>
internal sealed class PictureCheck(string? folder, PictureCheckLevel level)
{
    private readonly ConcurrentDictionary<ulong, Problem?> known = [];
    private readonly Lock sizesLock = new();

    /// <summary>How closely they are looked at in the end.</summary>
    internal PictureCheckLevel Level { get; } = folder is null ? PictureCheckLevel.None : level;

    /// <summary>The extent of all decoded pictures; null while there is none.</summary>
    internal PictureSizes? Sizes { get; private set; }

    /// <summary>Goes on from the extent of pictures that an interrupted conversion has seen.</summary>
    internal void Resume(PictureSizes? sizes) => Sizes = sizes;

    /// <summary>What is wrong with the first bad picture of a record; null: nothing.</summary>
    internal Problem? Find(IReadOnlyList<string> images) => images.Select(Find).FirstOrDefault(problem => problem is not null);

    private Problem? Find(string image) => !ImagePaths.IsInside(image)
        ? new Problem(ProblemKinds.Of(DataFault.WrongValue), "images", $"must be paths below the folder of pictures, without '..', but one is '{image}'.")
        : Level == PictureCheckLevel.None ? null : known.GetOrAdd(NameHash.Of(image), _ => Look(image));

    private Problem? Look(string image)
    {
        string path = ImagePaths.Resolve(folder!, image);
        return !File.Exists(path)
            ? new Problem(ProblemKinds.MissingImage, "images", $"names '{image}', which is not in the folder of pictures{Instead(image)}.")
            : Level == PictureCheckLevel.Exists ? null : Read(image, path);
    }

    private string Instead(string image) => NearbyPicture.Find(folder!, image) is { } near ? $"; '{near}' is" : "";

    private Problem? Read(string image, string path)
    {
        try
        {
            ImageSize size = Level == PictureCheckLevel.Header ? ImageCodec.MeasureFile(path) : SizeOf(ImageCodec.ReadFile(path));
            lock (sizesLock)
            {
                Sizes = PictureSizes.Join(Sizes, size);
            }

            return null;
        }
        catch (DataException error)
        {
            return new Problem(ProblemKinds.UndecodableImage, "images", $"names '{image}': {error.Message.Replace(path, image, StringComparison.Ordinal)}");
        }
    }

    private static ImageSize SizeOf(ImageBuffer picture) => new(picture.Width, picture.Height);
}

/// <summary>The extent of pictures, in pixels.</summary>
/// <param name="LeastWidth">Of the narrowest.</param>
/// <param name="LeastHeight">Of the lowest.</param>
/// <param name="MostWidth">Of the widest.</param>
/// <param name="MostHeight">Of the highest.</param>
public sealed record PictureSizes(int LeastWidth, int LeastHeight, int MostWidth, int MostHeight)
{
    internal static PictureSizes Join(PictureSizes? sizes, ImageSize next) => sizes is null
        ? new PictureSizes(next.Width, next.Height, next.Width, next.Height)
        : new PictureSizes(
            Math.Min(sizes.LeastWidth, next.Width), Math.Min(sizes.LeastHeight, next.Height),
            Math.Max(sizes.MostWidth, next.Width), Math.Max(sizes.MostHeight, next.Height));
}
