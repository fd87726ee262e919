using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Preparation.Coco;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.AOkvqa;

/// <summary>
/// A-OKVQA (arXiv:2206.01718) in the four parts that it has in LLaVA-RLHF (arXiv:2309.14525): choices as conversations, choices with reasoning, the same as
/// prompts for reinforcement learning, and rationales as facts.
/// </summary>
public sealed class AokvqaSource : IDataSource
{
    private const string SourceName = "a-okvqa";
    private const string Reason = "\nThink about what the picture shows first, then name the correct option.";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public string Summary => "A-OKVQA: choices as conversations, with and without reasoning, prompts for reinforcement learning, rationales as facts.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options { get; } = [PictureNames.KindOption];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        // The test split keeps its answers to itself.
        string[] files = [.. input.Require("A-OKVQA's questions", "aokvqa*_train.json", "aokvqa*_val.json")];
        IReadOnlyList<string> captions = input.Find("captions_*.json");
        return files.SelectMany(path => Parts(path, Path.GetFileNameWithoutExtension(path), input.Choices))
            .Append(PlannedFile.Facts("image_to_caption.json", log => Facts(files, captions, input.Choices, log)));
    }

    /// <summary>Each file is read for each part, and names what is wrong with it once.</summary>
    private static PlannedFile[] Parts(string path, string name, SourceChoices options) =>
    [
        PlannedFile.Conversations($"{name}_choices.jsonl", log => Choices(AokvqaQuestion.Read([path], options, log))),
        PlannedFile.Conversations($"{name}_reasoning.jsonl", log => Each(AokvqaQuestion.Read([path], options, log.Silently()), Reasoning)),
        PlannedFile.Prompts($"{name}_prompts.jsonl", log => Each(AokvqaQuestion.Read([path], options, log.Silently()), Prompt)),
    ];

    private static GatheredUnits<AokvqaQuestion> Each(IEnumerable<AokvqaQuestion> questions, Func<AokvqaQuestion, PreparedItem> convert) =>
        new([.. questions.Select(question => (question.Place, question))], question => Converted.To(convert(question)));

    private static GatheredUnits<AokvqaQuestion[]> Choices(IEnumerable<AokvqaQuestion> questions) => new(
        [.. questions.GroupBy(question => question.ImageId).Select(image => (image.First().Place, image.ToArray()))],
        image => Converted.To(PreparedItem.Of(new ConversationRecord
        {
            Id = $"a-okvqa-{image[0].ImageId}",
            Images = [image[0].Image],
            Turns = Rounds.Of(image.Select(question => (question.Asked, $"{question.Letter}. {question.Choices[question.Right]}"))),
            Source = SourceName,
        })));

    private static PreparedItem Reasoning(AokvqaQuestion question) => PreparedItem.Of(new ConversationRecord
    {
        Id = question.Id,
        Images = [question.Image],
        Turns = Rounds.Of([(question.Asked + Reason, $"{Sentence(question.Rationales[0])} The correct option is {question.Letter}.")]),
        Source = SourceName,
    });

    private static PreparedItem Prompt(AokvqaQuestion question) => PreparedItem.Of(new PromptRecord
    {
        Id = question.Id,
        Images = [question.Image],
        Turns = [new Turn(Speaker.Human, Rounds.AboutPicture(question.Asked + Reason))],
        CaptionType = CaptionType.A + question.Right,
        Source = SourceName,
    });

    /// <summary>Captions too, where they lie beside the questions: a reward model has one table of facts.</summary>
    private static JoinedUnits Facts(IReadOnlyList<string> files, IReadOnlyList<string> captions, SourceChoices options, GatherLog log)
    {
        var images = AokvqaQuestion.Read(files, options, log.Silently()).GroupBy(question => question.Image).Select(image => (image.First().Place, image.ToArray()));
        return new JoinedUnits(CaptionFacts.Open(captions, log), new GatheredUnits<AokvqaQuestion[]>([.. images], FactsOf));
    }

    private static Converted FactsOf(AokvqaQuestion[] questions)
    {
        string image = questions[0].Image;
        string Key(FactKind kind) => new FactRule(kind, FactOrder.Stored).KeyPrefix + image;
        return Converted.To(
            PreparedItem.Facts(Key(FactKind.Rationales), [image], questions.SelectMany(question => question.Rationales)),
            PreparedItem.Facts(Key(FactKind.Choices), [image], questions.Select(question => $"{question.Text} The right choice is {question.Choices[question.Right]}.")));
    }

    private static string Sentence(string text) => text[^1] is '.' or '!' or '?' ? text : text + ".";
}
