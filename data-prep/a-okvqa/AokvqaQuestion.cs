using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.AOkvqa;

/// <summary>A question with choices, and why one of them is right.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Id">Its name.</param>
/// <param name="ImageId">Number of COCO's picture.</param>
/// <param name="Text">The question.</param>
/// <param name="Choices">Two to four.</param>
/// <param name="Right">Which of them is right, from 0.</param>
/// <param name="Rationales">Why, in several people's words.</param>
internal sealed record AokvqaQuestion(
    UnitPlace Place, string Id, long ImageId, string Text, IReadOnlyList<string> Choices, int Right, IReadOnlyList<string> Rationales)
{
    private const int MostChoices = CaptionType.D - CaptionType.A + 1;

    /// <summary>The question and its choices behind letters.</summary>
    internal string Asked => ChoiceText.Prompt(Text, Choices);

    /// <summary>The letter of the right choice.</summary>
    internal char Letter => ChoiceText.Letter(Right);

    /// <summary>Its picture's file.</summary>
    internal required string Image { get; init; }

    /// <summary>The questions of files, in their order.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="options">The source's options.</param>
    /// <param name="log">Takes down bad questions.</param>
    internal static List<AokvqaQuestion> Read(IEnumerable<string> paths, SourceChoices options, GatherLog log)
    {
        var questions = new List<AokvqaQuestion>();
        foreach (string path in paths)
        {
            using ElementFile file = ElementFile.Open(path);
            log.ReadAll(file, (place, element) => questions.Add(Read(place, element, options)));
        }

        return questions;
    }

    private static AokvqaQuestion Read(UnitPlace place, RecordElement element, SourceChoices options)
    {
        string[] choices = [.. element["choices"].AsList().Select(Say)];
        if (choices.Length is < 2 or > MostChoices)
        {
            throw element["choices"].Fail($"must be 2 to {MostChoices} texts, but are {choices.Length}.");
        }

        string[] rationales = [.. element["rationales"].AsList().Select(Say)];
        long image = Whole(element["image_id"], long.MaxValue);
        return rationales.Length > 0
            ? new AokvqaQuestion(
                place, element["question_id"].AsIdentifier(), image, Say(element["question"]),
                choices, (int)Whole(element["correct_choice_idx"], choices.Length - 1), rationales) { Image = PictureNames.FileOf(image, options) }
            : throw element["rationales"].Fail("must have a text, but is empty.");
    }

    private static string Say(RecordElement text) =>
        string.IsNullOrWhiteSpace(text.AsText()) ? throw text.Fail("must say something, but is empty.") : text.AsText().Trim();

    private static long Whole(RecordElement number, long most) =>
        number.AsWhole() is var value && value >= 0 && value <= most ? value : throw number.Fail($"must be from 0 to {most}, but is {value}.");
}
