using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Runs;

/// <summary>A question about one picture with the answer that the record gives, to watch a training by.</summary>
/// <param name="Id">The record's identifier.</param>
/// <param name="ImagePath">The picture's file.</param>
/// <param name="Question">The first question, without the picture's mark.</param>
/// <param name="Reference">The record's answer.</param>
internal sealed record SampleQuestion(string Id, string ImagePath, string Question, string Reference)
{
    private const string Mark = "<image>";

    /// <summary>Questions about the first pictures of a recipe's records, each picture once.</summary>
    /// <param name="data">The records.</param>
    /// <param name="most">How many to take.</param>
    internal static IReadOnlyList<SampleQuestion> From(DataOptions data, int most) => [.. data.Datasets.SelectMany(dataset => From(dataset, data.ImageDir, most)).Take(most)];

    private static SampleQuestion[] From(DatasetOptions dataset, string? imageDir, int most)
    {
        string folder = imageDir ?? Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!;
        using RecordFile<ConversationRecord> file = RecordFile.Open(dataset.Path, RecordFormats.Conversation(dataset.Format));
        return [.. Enumerable.Range(0, file.Count).Select(file.Read).Where(IsAboutOnePicture).DistinctBy(record => record.Images[0]).Take(most).Select(record => Of(record, folder))];
    }

    private static bool IsAboutOnePicture(ConversationRecord record) =>
        record.Images.Count == 1 && record.Turns.First(turn => turn.From == Speaker.Human).Value.Contains(Mark, StringComparison.Ordinal);

    private static SampleQuestion Of(ConversationRecord record, string folder) => new(
        record.Id,
        ImagePaths.Resolve(folder, record.Images[0]),
        record.Turns.First(turn => turn.From == Speaker.Human).Value.Replace(Mark, string.Empty, StringComparison.Ordinal).Trim(),
        record.Turns.First(turn => turn.From == Speaker.Gpt).Value);
}
