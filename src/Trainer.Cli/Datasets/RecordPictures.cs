using Trainer.Cli.Reports;
using Trainer.Data;
using Trainer.Data.Images;
using Trainer.Data.Records;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Datasets;

/// <summary>The pictures of a record, small enough for a page.</summary>
/// <param name="Shown">The first ones; a note takes the place of what can't be read.</param>
/// <param name="Problem">Why the first of those can't be read; null where all can.</param>
internal sealed record RecordPictures(IReadOnlyList<SheetPicture> Shown, string? Problem)
{
    private const int Most = 8;

    /// <summary>Reads the pictures under the limits of training.</summary>
    /// <param name="images">Their paths.</param>
    /// <param name="folder">Where the paths start from.</param>
    internal static RecordPictures Read(IReadOnlyList<string> images, string folder)
    {
        (SheetPicture Picture, string? Problem)[] read = [.. images.Take(Most).Select(image => Read(image, folder))];
        SheetPicture[] more = images.Count > Most ? [new SheetPicture(default, $"and {images.Count - Most} more")] : [];
        return new RecordPictures([.. read.Select(each => each.Picture), .. more], Array.Find(read, each => each.Problem is not null).Problem);
    }

    private static (SheetPicture Picture, string? Problem) Read(string image, string folder)
    {
        try
        {
            string path = ImagePaths.Resolve(folder, image);
            byte[] thumbnail = Thumbnail.Of(path);
            ImageSize size = ImageCodec.MeasureFile(path);
            return (new SheetPicture(thumbnail, $"{image}, {size.Width} \u00d7 {size.Height}"), null);
        }
        catch (DataException exception)
        {
            return (new SheetPicture(default, $"{image} can't be shown"), exception.Message);
        }
    }
}
