using System.Globalization;
using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>Captions as other evaluators exchange them: <c>image_id</c> and <c>caption</c>, one object a line or one JSON list.</summary>
public static class CaptionFile
{
    /// <summary>Reads a file of either form.</summary>
    /// <exception cref="DataException">The file can't be read, or an item has a wrong field.</exception>
    public static IReadOnlyList<ImageCaption> Read(string path) => IsList(path) ? JsonFile.ReadList(path, Parse) : JsonLines.Read(path, Parse);

    private static bool IsList(string path)
    {
        try
        {
            using StreamReader reader = File.OpenText(path);
            int first = reader.Read();
            while (first >= 0 && char.IsWhiteSpace((char)first))
            {
                first = reader.Read();
            }

            return first == '[';
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} can't be read: {error.Message}", error);
        }
    }

    private static ImageCaption Parse(RecordElement item)
    {
        RecordElement id = item["image_id"];
        return long.TryParse(id.AsIdentifier(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? new ImageCaption(number, item["caption"].AsText())
            : throw id.Fail($"must be COCO's number of the picture, but is {id.AsIdentifier()}.");
    }
}
