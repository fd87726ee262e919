using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.SpaVl;

/// <summary>SPA-VL (arXiv:2406.12030): questions about harmful and harmless pictures, each with a safer and more helpful answer and a worse one.</summary>
public sealed class SpaVlSource : IDataSource
{
    // The authors' own code reads the question as a conversation.
    private static readonly IRecordFormat<PromptRecord> Conversations = RecordFormats.Prompt("llava_rlhf");

    /// <inheritdoc/>
    public string Name => "spa-vl";

    /// <inheritdoc/>
    public string Summary => "SPA-VL: pairs for safety, of which the chosen answer is safer and more helpful.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options => [];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input) => ExportedFiles.Require(input, "SPA-VL's pairs", "*spa*vl*.json", "*spa*vl*.jsonl").Select(path =>
        PlannedFile.Preferences(input.LinesOf(path), _ => new ElementUnits(ElementFile.Open(path), Convert)));

    private Converted Convert(RecordElement element)
    {
        if (element.Find("conversations") is null)
        {
            return HubPairs.Convert(element, Name);
        }

        PromptRecord prompt = Conversations.Read(element);
        return Converted.To(PreparedItem.Of(new PreferenceRecord
        {
            Id = prompt.Id,
            Images = prompt.Images,
            Turns = prompt.Turns,
            Chosen = element["chosen"].AsText(),
            Rejected = element["rejected"].AsText(),
            Source = prompt.Source ?? Name,
        }));
    }
}
