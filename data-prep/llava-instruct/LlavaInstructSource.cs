using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.LlavaInstruct;

/// <summary>
/// LLaVA's conversations (arXiv:2304.08485, 2310.03744) and others in their format: LLaVA-Instruct 150k and its parts, the mixture of 665k, the pairs
/// of 558k to train a projector with, and ShareGPT4V (arXiv:2311.12793).
/// </summary>
public sealed class LlavaInstructSource : IDataSource
{
    private const string TextOnly = "text-only";
    private static readonly IRecordFormat<ConversationRecord> Format = RecordFormats.Conversation("llava");

    /// <inheritdoc/>
    public string Name => "llava-instruct";

    /// <inheritdoc/>
    public string Summary => "LLaVA-Instruct 150k/158k/665k, the 558k to pretrain with, ShareGPT4V: conversations.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options { get; } = [SourceOption.Choice(TextOnly, "Conversations without a picture.", "keep", "leave-out")];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        IReadOnlyList<string> files = input.RequireAlike(
            "a file of LLaVA's conversations",
            "llava_instruct_*.json", "conversation_58k.json", "detail_23k.json", "complex_reasoning_77k.json", "llava_v1_5_mix665k.json", "blip_laion_cc_sbu_558k.json", "share*.json");
        bool leavesOut = input.Choices[TextOnly] == "leave-out";
        return files.Select(path =>
        {
            string name = Path.GetFileNameWithoutExtension(path);
            return PlannedFile.Conversations(input.LinesOf(path), _ => new ElementUnits(ElementFile.Open(path), element => Convert(element, name, leavesOut)));
        });
    }

    private static Converted Convert(RecordElement element, string file, bool leavesOutText)
    {
        ConversationRecord record = Format.Read(element);
        return leavesOutText && record.Images.Count == 0
            ? Converted.Nothing("without a picture")
            : Converted.To(PreparedItem.Of(record with { Source = record.Source ?? SourceOf(record, file) }));
    }

    /// <summary>Mixtures tell by the picture's folder what a record comes from: <c>ocr_vqa/images/1.jpg</c>. Folders that are numbers tell nothing.</summary>
    private static string SourceOf(ConversationRecord record, string file)
    {
        if (record.Images.Count == 0)
        {
            return "text";
        }

        string[] folders = record.Images[0].Split('/');
        return folders.Length > 1 && !folders[0].All(char.IsAsciiDigit) ? folders[0] : file;
    }
}
