using System.Security.Cryptography;
using Trainer.Data;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Annotation;

/// <summary>The pairs of a folder, numbered in the order of their file.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Items">The pairs.</param>
/// <param name="ImageDir">Folder that their image paths start from.</param>
/// <param name="Fingerprint">SHA-256 of their file.</param>
public sealed record ComparisonSet(string Folder, IReadOnlyList<ComparisonRecord> Items, string ImageDir, string Fingerprint)
{
    /// <summary>Reads a folder, and sees that every picture is there.</summary>
    /// <param name="folder">Has <see cref="PairSet.PairsName"/>.</param>
    /// <param name="imageDir">Folder of the pictures; null: what the set's manifest says.</param>
    /// <exception cref="DataException">The file or a picture is missing, or a record is none.</exception>
    public static ComparisonSet Open(string folder, string? imageDir = null)
    {
        string path = Path.Combine(folder, PairSet.PairsName);
        if (!File.Exists(path))
        {
            throw new DataException($"{folder} has no {PairSet.PairsName}. Make one with ./trainer data preferences RECIPE.");
        }

        using RecordFile<ComparisonRecord> file = ComparisonFile.Open(path);
        ComparisonRecord[] items = [.. Enumerable.Range(0, file.Count).Select(file.Read)];
        using FileStream bytes = File.OpenRead(path);
        var set = new ComparisonSet(Path.GetFullPath(folder), items, imageDir ?? PairSet.ImageDirOf(folder), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        set.RequirePictures();
        return set;
    }

    /// <summary>The file of a pair's picture; null where there is no such pair or picture.</summary>
    /// <param name="item">Number of the pair, from 0.</param>
    /// <param name="picture">Which of its pictures, from 0.</param>
    public string? PathOf(int item, int picture) =>
        item >= 0 && item < Items.Count && picture >= 0 && picture < Items[item].Images.Count ? ImagePaths.Resolve(ImageDir, Items[item].Images[picture]) : null;

    private void RequirePictures()
    {
        ComparisonRecord? lacking = Items.FirstOrDefault(item => item.Images.Any(image => !File.Exists(ImagePaths.Resolve(ImageDir, image))));
        if (lacking is not null)
        {
            throw new DataException($"Pair '{lacking.Id}' shows {string.Join(", ", lacking.Images)}, which {ImageDir} lacks. Name the pictures' folder with --image-dir.");
        }
    }
}
