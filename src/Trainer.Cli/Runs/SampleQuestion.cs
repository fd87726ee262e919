using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Ppo;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Runs;

/// <summary>A question about one picture with the answer that the record gives, to watch a training by.</summary>
/// <param name="Id">The record's identifier.</param>
/// <param name="ImagePath">The picture's file.</param>
/// <param name="Question">The first question, without the picture's mark.</param>
/// <param name="Reference">The record's answer; empty where it is a prompt alone.</param>
internal sealed record SampleQuestion(string Id, string ImagePath, string Question, string Reference)
{
    private const string Mark = "<image>";

    /// <summary>Questions about the first pictures of a recipe's records, each picture once.</summary>
    /// <param name="recipe">Names the records.</param>
    /// <param name="most">How many to take.</param>
    internal static IReadOnlyList<SampleQuestion> From(StageRecipe recipe, int most) =>
        [.. recipe.Data.Datasets.SelectMany(dataset => From(recipe, dataset, most)).Take(most)];

    private static SampleQuestion[] From(StageRecipe recipe, DatasetOptions dataset, int most)
    {
        string folder = recipe.Data.ImageDir ?? Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!;
        return recipe switch
        {
            DpoRecipe => Read(PreferenceFile.Open(dataset.Path, dataset.Format, folder, new PairRules()), record => Of(record, record.Chosen, folder), most),
            PpoRecipe => Read(RecordFile.Open(dataset.Path, RecordFormats.Prompt(dataset.Format)), record => Of(record, string.Empty, folder), most),
            _ => Read(RecordFile.Open(dataset.Path, RecordFormats.Conversation(dataset.Format)), record => Of(record, record.Turns.First(turn => turn.From == Speaker.Gpt).Value, folder), most),
        };
    }

    private static SampleQuestion[] Read<TRecord>(IRecordSource<TRecord> source, Func<TRecord, SampleQuestion> make, int most)
        where TRecord : IRecord
    {
        using IRecordSource<TRecord> file = source;
        return [.. Enumerable.Range(0, file.Count).Select(file.Read).Where(record => IsAboutOnePicture(record)).DistinctBy(record => record.Images[0]).Take(most).Select(make)];
    }

    private static bool IsAboutOnePicture(IRecord record) =>
        record.Images.Count == 1 && record.Turns.First(turn => turn.From == Speaker.Human).Value.Contains(Mark, StringComparison.Ordinal);

    private static SampleQuestion Of(IRecord record, string answer, string folder) => new(
        record.Id,
        ImagePaths.Resolve(folder, record.Images[0]),
        record.Turns.First(turn => turn.From == Speaker.Human).Value.Replace(Mark, string.Empty, StringComparison.Ordinal).Trim(),
        answer);
}
