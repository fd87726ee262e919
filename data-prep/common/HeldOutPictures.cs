using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>
/// The pictures that a benchmark asks about. Its files are JSON lines or one JSON list of questions or names, as POPE, CHAIR and LLaVA-Bench
/// have them, or one object with a list <c>images</c>, <c>questions</c> or <c>annotations</c>, as COCO and VQA have.
/// </summary>
public sealed class HeldOutPictures
{
    private static readonly string[] Lists = ["images", "questions", "annotations"];
    private static readonly string[] PathFields = ["image", "file_name", "image_name", "img_path", "image_path"];

    private readonly HashSet<string> names;

    private HeldOutPictures(string file, HashSet<string> names)
    {
        File = file;
        this.names = names;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Number of different pictures.</summary>
    public int Count => names.Count;

    /// <summary>Reads a benchmark's file.</summary>
    /// <exception cref="DataException">It can't be read, or an element names no picture.</exception>
    public static HeldOutPictures Read(string path)
    {
        using ElementFile elements = Open(path);
        HashSet<string> names = [.. Enumerable.Range(0, elements.Count).Select(position => elements.Read(position, NameOf))];
        return names.Count > 0 ? new HeldOutPictures(path, names) : throw new DataException($"{path} names no pictures. Name a benchmark's questions with --held-out.");
    }

    /// <summary>Whether a picture is one of them, under whatever name.</summary>
    public bool Contains(string path) => names.Contains(PictureNames.OfPath(path));

    private static ElementFile Open(string path)
    {
        string? list = Lists.FirstOrDefault(name => HasList(path, name));
        return list is null ? ElementFile.Open(path) : ElementFile.Open(path, list);
    }

    private static bool HasList(string path, string name)
    {
        try
        {
            return RecordIndex.Build(path, name).Count > 0;
        }
        catch (DataException)
        {
            // Then it is something else; whoever reads it as that says what is wrong with it.
            return false;
        }
    }

    private static string NameOf(RecordElement element)
    {
        if (element.IsText || !element.IsObject)
        {
            return OfValue(element);
        }

        string? field = Array.Find(PathFields, name => element.Find(name) is { IsText: true });
        return field is not null ? PictureNames.OfPath(element[field].AsText()) : OfValue(element.Find("image_id") ?? element["id"]);
    }

    /// <summary>Bare digits are COCO's number, as in the files of CHAIR and VQA.</summary>
    private static string OfValue(RecordElement value)
    {
        string text = value.AsIdentifier();
        return text.Length > 0 && text.All(char.IsAsciiDigit) ? PictureNames.OfNumber(text) : PictureNames.OfPath(text);
    }
}
