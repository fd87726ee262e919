using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Trainer.Data;

namespace Trainer.Preparation.Flickr30k;

/// <summary>
/// Where the things of a picture are: an annotation of Flickr30k Entities (arXiv:1505.04870). Coordinates are shares of the picture, or of the square that
/// it is padded to, from 0 to 1 with three decimals, as in Shikra (arXiv:2306.15195).
/// </summary>
internal sealed class EntityBoxes
{
    private static readonly XmlReaderSettings Limits = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1 << 20 };

    private readonly Dictionary<string, List<string>> boxes = new(StringComparer.Ordinal);

    /// <summary>The boxes of a thing, joined as Shikra does: <c>[0.1,0.2,0.3,0.4;0.5,0.2,0.7,0.4]</c>; empty where it has none.</summary>
    /// <param name="entity">The thing's number.</param>
    internal string Of(string entity) => boxes.TryGetValue(entity, out List<string>? found) ? $"[{string.Join(';', found)}]" : "";

    /// <summary>Reads an annotation.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="isSquare">Whether coordinates are those of the padded square.</param>
    /// <param name="fail">Makes an error of the rest of a sentence that begins with the file.</param>
    /// <exception cref="DataException">It is no such annotation.</exception>
    internal static EntityBoxes Read(string path, bool isSquare, Func<string, DataException> fail)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(path, Limits);
            XElement root = XDocument.Load(reader).Root!;
            var result = new EntityBoxes();
            var frame = Frame.Of(root.Element("size"), isSquare, fail);
            foreach (XElement thing in root.Elements("object"))
            {
                result.Add(thing, frame, fail);
            }

            return result;
        }
        catch (XmlException error)
        {
            throw fail($"is no plain XML: look at line {error.LineNumber}.");
        }
    }

    /// <summary>Things that nobody drew a box around, such as the scene, have none.</summary>
    private void Add(XElement thing, Frame frame, Func<string, DataException> fail)
    {
        if (thing.Element("bndbox") is not { } box)
        {
            return;
        }

        string text = frame.Write(box, fail);
        foreach (XElement name in thing.Elements("name"))
        {
            if (!boxes.TryGetValue(name.Value, out List<string>? list))
            {
                boxes[name.Value] = list = [];
            }

            list.Add(text);
        }
    }

    private static int Number(XElement? parent, string name, Func<string, DataException> fail) =>
        int.TryParse(parent?.Element(name)?.Value, CultureInfo.InvariantCulture, out int number) && number >= 0
            ? number
            : throw fail($"must give {name} as a whole number from 0.");

    /// <summary>What coordinates are shares of.</summary>
    private readonly record struct Frame(int Left, int Top, int Width, int Height)
    {
        internal static Frame Of(XElement? size, bool isSquare, Func<string, DataException> fail)
        {
            int width = Math.Max(1, Number(size, "width", fail));
            int height = Math.Max(1, Number(size, "height", fail));
            int side = Math.Max(width, height);
            return isSquare ? new Frame((side - width) / 2, (side - height) / 2, side, side) : new Frame(0, 0, width, height);
        }

        internal string Write(XElement box, Func<string, DataException> fail)
        {
            int left = Number(box, "xmin", fail);
            int top = Number(box, "ymin", fail);
            int right = Number(box, "xmax", fail);
            int bottom = Number(box, "ymax", fail);
            return left <= right && top <= bottom
                ? string.Join(',', Share(Left + left, Width), Share(Top + top, Height), Share(Left + right, Width), Share(Top + bottom, Height))
                : throw fail($"must give the least corner of a box first, but gives {left},{top},{right},{bottom}.");
        }

        private static string Share(int pixels, int extent) => Math.Min(1, (double)pixels / extent).ToString("F3", CultureInfo.InvariantCulture);
    }
}
