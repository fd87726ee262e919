using System.Globalization;
using System.Text.RegularExpressions;
using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>
/// Finds the file of a picture that a benchmark names in one style while the folder holds another: COCO's
/// <c>COCO_val2014_000000310196.jpg</c> and <c>000000310196.jpg</c>, or Visual Genome's <c>2405722.jpg</c>.
/// </summary>
public static partial class ImageLocator
{
    private static readonly string[] Prefixes = ["", "COCO_val2014_", "COCO_train2014_"];

    /// <summary>Path of a picture.</summary>
    /// <param name="folder">Folder of the pictures.</param>
    /// <param name="name">The name that the benchmark gives.</param>
    /// <exception cref="DataException">No style of the name is there, or the name leads out of the folder.</exception>
    public static string Find(string folder, string name) => TryFind(folder, name) ?? throw new DataException(
        $"{folder} has no picture {name}{(OtherStyles(name).ToArray() is { Length: > 0 } others ? $", and none named {string.Join(", ", others)}" : "")}. Set the folder of the pictures.");

    /// <summary>Path of a picture; null where no style of its name is in the folder.</summary>
    public static string? TryFind(string folder, string name)
    {
        string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        IEnumerable<string> paths = OtherStyles(name).Prepend(name).Select(each => Path.GetFullPath(Path.Combine(root, each)));
        return paths.FirstOrDefault(path => path.StartsWith(root, StringComparison.Ordinal) && File.Exists(path));
    }

    /// <summary>The number in a COCO file name: 310196 of <c>COCO_val2014_000000310196.jpg</c>; null where there is none.</summary>
    public static long? CocoNumber(string name)
    {
        Match match = CocoName().Match(name);
        return match.Success ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static IEnumerable<string> OtherStyles(string name)
    {
        Match match = CocoName().Match(name);
        return match.Success
            ? Prefixes.Select(prefix => $"{prefix}{match.Groups[1].Value}{Path.GetExtension(name)}").Where(other => other != name)
            : [];
    }

    [GeneratedRegex(@"(?:^|_|/)(\d{12})\.\w+$")]
    private static partial Regex CocoName();
}
