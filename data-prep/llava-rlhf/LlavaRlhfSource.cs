using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.LlavaRlhf;

/// <summary>LLaVA-RLHF's released files (arXiv:2309.14525): fine-tuning, the policy's beginning, preferences, prompts for reinforcement learning, and facts.</summary>
public sealed class LlavaRlhfSource : IDataSource
{
    private const string Format = "llava_rlhf";

    private static readonly IRecordFormat<ConversationRecord> Conversations = RecordFormats.Conversation("llava");
    private static readonly IRecordFormat<PreferenceRecord> Preferences = RecordFormats.Preference(Format);
    private static readonly IRecordFormat<PromptRecord> Prompts = RecordFormats.Prompt(Format);

    /// <inheritdoc/>
    public string Name => "llava-rlhf";

    /// <inheritdoc/>
    public string Summary => "LLaVA-RLHF's released files: conversations, preferences, prompts and image_to_caption.json.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options { get; } =
        [SourceOption.Choice("facts", "Whether a preference or prompt without facts in image_to_caption.json is a problem.", "check", "ignore")];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        IReadOnlyList<string> facts = input.Find("image_to_caption*.json");
        FactKeys? Keys(GatherLog log) => input.Choices["facts"] == "check" ? FactKeys.Read(facts, log) : null;
        PlannedFile[] plan =
        [
            .. input.Find("*sft*.json", "llava_reward*.json").Select(path => PlannedFile.Conversations(input.LinesOf(path), _ => Each(path, Conversation))),
            .. input.Find("*preference*.json").Select(path => PlannedFile.Preferences(input.LinesOf(path), log => Each(path, Keys(log), Preference))),
            .. input.Find("*ppo*.json").Select(path => PlannedFile.Prompts(input.LinesOf(path), log => Each(path, Keys(log), Prompt))),
            .. facts.Select(path => PlannedFile.Facts(input.NameOf(path), _ => new ElementUnits(ElementFile.OpenFields(path), Facts))),
        ];
        return plan.Length > 0 ? plan : throw new DataException(
            "--in has none of LLaVA-RLHF's files: *sft*.json, llava_reward*.json, *preference*.json, *ppo*.json or image_to_caption.json. Keep the names of the release.");
    }

    private static ElementUnits Each(string path, Func<RecordElement, Converted> convert) => new(ElementFile.Open(path), convert);

    private static ElementUnits Each(string path, FactKeys? keys, Func<RecordElement, FactKeys?, Converted> convert) => Each(path, element => convert(element, keys));

    private static Converted Conversation(RecordElement element) =>
        Converted.To(PreparedItem.Of(Conversations.Read(element) with { Source = element.Find("task") is null ? "llava-rlhf" : "lrv" }));

    private static Converted Preference(RecordElement element, FactKeys? keys)
    {
        PreferenceRecord record = Preferences.Read(element);
        keys?.Require(record, FactKind.Captions, element.Place);
        return Converted.To(PreparedItem.Of(record with { Source = record.Source ?? "llava-rlhf" }));
    }

    private static Converted Prompt(RecordElement element, FactKeys? keys)
    {
        PromptRecord record = Prompts.Read(element);
        bool isChoice = record.CaptionType is >= CaptionType.A and <= CaptionType.D;
        keys?.Require(record, isChoice ? FactKind.Rationales : FactKind.Captions, element.Place);
        return Converted.To(PreparedItem.Of(record with { Source = record.Source ?? "llava-rlhf" }));
    }

    /// <summary>Facts may be about pictures that nobody has, so none is looked for.</summary>
    private static Converted Facts(RecordElement element)
    {
        (string key, RecordElement value) = element.AsFields()[0];
        string[] facts = [.. value.AsList().Select(fact => fact.AsText())];
        return facts.Length > 0 && Array.TrueForAll(facts, fact => !string.IsNullOrWhiteSpace(fact))
            ? Converted.To(PreparedItem.Facts(key, [], facts))
            : throw value.Fail("must be a list of texts that say something.");
    }
}
