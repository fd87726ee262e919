using System.Text.RegularExpressions;
using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Flickr30k;

/// <summary>A caption that says where each thing is: <c>A man[0.220,0.216,0.568,0.830] sits on a bench[…] .</c></summary>
internal static partial class SpottingCaption
{
    private const string Request = "Describe the picture in one sentence, and give the box [x0,y0,x1,y1] of each thing that you name.";

    /// <summary>Units of Flickr30k Entities: a file of sentences a picture, and the boxes in the folder beside.</summary>
    /// <param name="sentences">Files of sentences.</param>
    /// <param name="annotations">Files of boxes.</param>
    /// <param name="choices">The source's options.</param>
    internal static IUnits Open(IReadOnlyList<string> sentences, IReadOnlyList<string> annotations, SourceChoices choices)
    {
        var boxes = annotations.ToLookup(path => Path.GetFileNameWithoutExtension(path));
        return new FileUnits(sentences, (place, lines) =>
        {
            string name = Path.GetFileNameWithoutExtension(place.File);
            string path = boxes[name].FirstOrDefault() ?? throw place.Fail("", $"has no boxes: there is no Annotations/{name}.xml.", DataFault.MissingField);
            var found = EntityBoxes.Read(path, choices["boxes"] == "square", message => place.Fail("", $"has boxes that can't be used: Annotations/{name}.xml {message}"));
            return Convert(name, place, choices["captions"] == "all" ? lines : [.. lines.Take(1)], found);
        });
    }

    private static Converted Convert(string name, RecordPlace place, string[] lines, EntityBoxes boxes) => lines.Length == 0
        ? throw place.Fail("", "must have a sentence, but is empty.")
        : Converted.To([.. lines.Select((line, number) => PreparedItem.Of(new ConversationRecord
        {
            Id = $"{name}#{number}-spotting",
            Images = [name + ".jpg"],
            Turns = Rounds.Of([(Request, Spot(line, boxes, place))]),
            Source = "flickr30k-entities",
        }))]);

    /// <summary><c>[/EN#12/people A man]</c> becomes the words and the boxes of thing 12.</summary>
    private static string Spot(string line, EntityBoxes boxes, RecordPlace place)
    {
        string plain = Mention().Replace(line, "");
        return plain.Contains("[/", StringComparison.Ordinal) || plain.Contains(']')
            ? throw place.Fail("", "has a mention that is not [/EN#number/kind words].")
            : Mention().Replace(line, match => match.Groups["words"].Value + boxes.Of(match.Groups["number"].Value));
    }

    [GeneratedRegex(@"\[/EN#(?<number>\d+)/\S+ (?<words>[^\[\]]+)\]")]
    private static partial Regex Mention();
}
