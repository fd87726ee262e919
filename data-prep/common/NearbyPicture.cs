namespace Trainer.Preparation.Common;

/// <summary>Finds the file that was probably meant where a picture is missing. Mostly all of them have another ending, or lie in another folder.</summary>
internal static class NearbyPicture
{
    private static readonly string[] Kinds = [".jpg", ".jpeg", ".png", ".webp", ".JPG", ".JPEG", ".PNG"];

    /// <summary>A file of the folder whose name is nearly the picture's; null where there is none.</summary>
    /// <param name="folder">Where paths of pictures start.</param>
    /// <param name="image">The path that is not there.</param>
    internal static string? Find(string folder, string image) => Stems(image.Replace('\\', '/'))
        .SelectMany(stem => Kinds.Select(kind => stem + kind))
        .FirstOrDefault(path => File.Exists(Path.Combine(folder, path)));

    private static string[] Stems(string image)
    {
        string name = PictureNames.OfPath(image);
        string coco = Path.GetFileNameWithoutExtension(PictureNames.FileOf(image));
        string[] stems = [Path.ChangeExtension(image, null), Path.ChangeExtension(Path.GetFileName(image), null), coco];
        return name == coco ? [.. stems, $"COCO_train2014_{name}", $"COCO_val2014_{name}"] : stems;
    }
}
