using System.Globalization;
using System.Text.RegularExpressions;

namespace Trainer.Preparation.Common;

/// <summary>
/// One spelling for the pictures that datasets share. COCO's picture 9 is <c>000000000009.jpg</c>, <c>COCO_train2014_000000000009.jpg</c>,
/// <c>coco/train2017/000000000009.jpg</c> or just 9; a picture of Visual Genome is <c>vg/VG_100K/2405722.jpg</c>, and that number is no COCO number.
/// </summary>
public static partial class PictureNames
{
    private const int CocoDigits = 12;

    /// <summary>The ending of pictures that a dataset names by their numbers alone: COCO's are JPEG, but who has them may have converted them.</summary>
    public static SourceOption KindOption { get; } = SourceOption.Choice("image-kind", "Ending of the pictures' names, which the dataset does not state.", "jpg", "png", "jpeg", "webp");

    /// <summary>The common spelling of a path or a file's name: twelve digits for COCO's pictures, otherwise the file's name.</summary>
    public static string OfPath(string path)
    {
        string name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        Match coco = CocoName().Match(name);
        return coco.Success ? coco.Groups[1].Value : name;
    }

    /// <summary>The common spelling of a picture of COCO's that is named by its number.</summary>
    public static string OfNumber(string digits) => digits.PadLeft(CocoDigits, '0');

    /// <summary>The file of COCO's picture in the releases since 2017, whatever it was called before: the key of LLaVA-RLHF's facts.</summary>
    /// <param name="path">Its path or name in any release; other pictures keep their file's name.</param>
    public static string FileOf(string path) =>
        OfPath(path) is { Length: CocoDigits } digits && digits.All(char.IsAsciiDigit) ? digits + (Path.GetExtension(path) is { Length: > 1 } kind ? kind : ".jpg") : OfPath(path);

    /// <summary>The file of COCO's picture in the releases since 2017.</summary>
    /// <param name="cocoNumber">Its number.</param>
    /// <param name="choices">Those of a source that offers <see cref="KindOption"/>.</param>
    public static string FileOf(long cocoNumber, SourceChoices choices) => $"{cocoNumber.ToString("D12", CultureInfo.InvariantCulture)}.{choices[KindOption.Name]}";

    [GeneratedRegex(@"^(?:COCO_(?:train|val|test)\d{4}_)?(\d{12})(?:\.\w+)?$")]
    private static partial Regex CocoName();
}
