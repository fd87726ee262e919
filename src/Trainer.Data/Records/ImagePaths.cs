namespace Trainer.Data.Records;

/// <summary>Paths of pictures in records. They come from files of others, so they may not leave the image folder.</summary>
public static class ImagePaths
{
    /// <summary>Whether a path is relative and stays below the folder that it is appended to.</summary>
    public static bool IsInside(string path) =>
        !string.IsNullOrWhiteSpace(path)
        && !Path.IsPathRooted(path)
        && !path.Contains('\0')
        && !path.Contains(':')
        && !path.Split('/', '\\').Contains("..");

    /// <summary>The path of a picture on this machine.</summary>
    /// <exception cref="DataException">It would lie outside the folder.</exception>
    public static string Resolve(string imageDir, string path) =>
        IsInside(path)
            ? Path.Combine(imageDir, path)
            : throw new DataException($"The image path '{path}' leaves the image folder {imageDir}. Use a path relative to it, without '..'.");
}
