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
            ? new Problem(ProblemKinds.MissingImage, "images", $"names '{image}', which is not in the folder of pictures.")
            : Level == PictureCheckLevel.Decode ? Decode(image, path) : null;
    }

    private Problem? Decode(string image, string path)
    {
        try
        {
            ImageBuffer picture = ImageCodec.ReadFile(path);
            lock (sizesLock)
            {
                Sizes = PictureSizes.Join(Sizes, picture.Width, picture.Height);
            }

            return null;
        }
        catch (DataException error)
        {
            return new Problem(ProblemKinds.UndecodableImage, "images", $"names '{image}': {error.Message.Replace(path, image, StringComparison.Ordinal)}");
        }
    }
}

/// <summary>The extent of pictures, in pixels.</summary>
/// <param name="LeastWidth">Of the narrowest.</param>
/// <param name="LeastHeight">Of the lowest.</param>
/// <param name="MostWidth">Of the widest.</param>
/// <param name="MostHeight">Of the highest.</param>
public sealed record PictureSizes(int LeastWidth, int LeastHeight, int MostWidth, int MostHeight)
{
    internal static PictureSizes Join(PictureSizes? sizes, int width, int height) => sizes is null
        ? new PictureSizes(width, height, width, height)
        : new PictureSizes(
            Math.Min(sizes.LeastWidth, width), Math.Min(sizes.LeastHeight, height), Math.Max(sizes.MostWidth, width), Math.Max(sizes.MostHeight, height));
}
