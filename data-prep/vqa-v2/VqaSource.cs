using System.Globalization;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.VqaV2;

/// <summary>
/// VQA-v2 (arXiv:1612.00837) as LLaVA-RLHF uses it (arXiv:2309.14525): a picture's questions as one conversation of several rounds, and yes/no questions
/// whose truth is known as prompts for reinforcement learning. OK-VQA, which has the same format, is read too.
/// </summary>
public sealed class VqaSource : IDataSource
{
    // LLaVA-1.5's words, with which its mixture and POPE's protocol of that name ask for short answers.
    private const string ShortAnswer = "\nAnswer the question using a single word or phrase.";

    /// <inheritdoc/>
    public string Name => "vqa-v2";

    /// <inheritdoc/>
    public string Summary => "VQA-v2 and OK-VQA: conversations of several rounds, and yes/no questions as prompts for reinforcement learning.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options { get; } =
    [
        SourceOption.Choice("answers", "Which questions are kept.", "yes-no", "all"),
        SourceOption.Choice("yes-no-share", "As it is, or as many yes as no.", "as-is", "balanced"),
        SourceOption.Number("rounds", "Most questions in a conversation.", 10, 1, 100),
        SourceOption.Choice("instruction", "Ask for a single word or phrase after a conversation's first question.", "short", "none"),
        SourceOption.Choice("image-names", "Names of COCO's pictures: 000000000009.jpg, or COCO_train2014_000000000009.jpg.", "2017", "2014"),
        PictureNames.KindOption,
    ];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input) => VqaFiles.Find(input).SelectMany(files => new[]
    {
        PlannedFile.Conversations($"vqa_{files.Split}.jsonl", log => Conversations(files, input.Choices, log)),
        // The questions' first reader names what is wrong with them; the second need not repeat it.
        PlannedFile.Prompts($"vqa_prompts_{files.Split}.jsonl", log => Prompts(files, input.Choices, log.Silently())),
    });

    private static GatheredUnits<Conversation> Conversations(VqaFiles files, SourceChoices choices, GatherLog log)
    {
        var selection = new VqaSelection(choices["answers"] == "yes-no", choices["yes-no-share"] == "balanced");
        var units = selection.Choose(VqaAnswers.Read(files, log), log)
            .GroupBy(question => question.ImageId)
            .SelectMany(image => image.Chunk(choices.Number("rounds")).Select((questions, part) => new Conversation(image.Key, part, questions)));
        return new GatheredUnits<Conversation>([.. units.Select(unit => (unit.Questions[0].Place, unit))], unit => Convert(unit, files, choices));
    }

    private static Converted Convert(Conversation unit, VqaFiles files, SourceChoices choices) => Converted.To(PreparedItem.Of(new ConversationRecord
    {
        Id = unit.Part == 0 ? $"vqa-{unit.ImageId}" : $"vqa-{unit.ImageId}-{unit.Part + 1}",
        Images = [ImageOf(unit.ImageId, files, choices)],
        Turns = Rounds.Of(unit.Questions.Select((question, i) => (i == 0 ? question.Text + Instruction(choices) : question.Text, question.Said))),
        Source = "vqa-v2",
    }));

    private static GatheredUnits<VqaQuestion> Prompts(VqaFiles files, SourceChoices choices, GatherLog log)
    {
        var selection = new VqaSelection(YesNoOnly: true, choices["yes-no-share"] == "balanced");
        return new GatheredUnits<VqaQuestion>(
            [.. selection.Choose(VqaAnswers.Read(files, log), log).Select(question => (question.Place, question))],
            question => Converted.To(PreparedItem.Of(new PromptRecord
            {
                Id = question.Id.ToString(CultureInfo.InvariantCulture),
                Images = [ImageOf(question.ImageId, files, choices)],
                Turns = [new Turn(Speaker.Human, Rounds.AboutPicture(question.Text))],
                CaptionType = question.Answer == "yes" ? CaptionType.Yes : CaptionType.No,
                Source = "vqa-v2",
            })));
    }

    private static string Instruction(SourceChoices choices) => choices["instruction"] == "short" ? ShortAnswer : "";

    private static string ImageOf(long id, VqaFiles files, SourceChoices choices)
    {
        string name = PictureNames.FileOf(id, choices);
        return choices["image-names"] == "2014" ? $"COCO_{files.Split}_{name}" : name;
    }

    private sealed record Conversation(long ImageId, int Part, VqaQuestion[] Questions);
}
