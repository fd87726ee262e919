using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Sampling;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Algorithms.Bpo;

/// <summary>A record with the folder of its picture.</summary>
/// <param name="Record">Question and answers.</param>
/// <param name="ImageDir">Folder that its image path starts from.</param>
internal sealed record BpoEntry(BpoRecord Record, string ImageDir);

/// <summary>Reads annotated answers, whatever format they come in.</summary>
internal static class BpoSource
{
    /// <summary>The records of a recipe's datasets, in order.</summary>
    /// <exception cref="DataException">A file or record can't be used.</exception>
    internal static IReadOnlyList<BpoEntry> Read(DataOptions options, RandomRoot random) =>
        [.. options.Datasets.SelectMany(dataset =>
        {
            string folder = options.ImageDir ?? Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!;
            string source = Path.GetFileNameWithoutExtension(dataset.Path);
            return Records(dataset, random).Select(record => new BpoEntry(record with { Source = record.Source ?? source }, folder));
        })];

    private static List<BpoRecord> Records(DatasetOptions dataset, RandomRoot random)
    {
        var completions = new BpoRecordFormat();
        return dataset.Format == completions.Name
            ? Records(dataset, completions, record => [record], random)
            : Records(dataset, RecordFormats.Conversation(dataset.Format), AnswersOf, random);
    }

    private static List<BpoRecord> Records<T>(
        DatasetOptions dataset, IRecordFormat<T> format, Func<T, IEnumerable<BpoRecord>> expand, RandomRoot random)
        where T : IRecord
    {
        using RecordFile<T> file = RecordFile.Open(dataset.Path, format);
        return [.. Subset.Draw(file.PositionsOf(dataset.Split), dataset.Fraction, random, dataset.Path).SelectMany(position => expand(file.Read(position)))];
    }

    /// <summary>Every answer of a conversation about at most one picture, each with its own question: preferences have one turn.</summary>
    private static IEnumerable<BpoRecord> AnswersOf(ConversationRecord conversation)
    {
        if (conversation.Images.Count > 1)
        {
            throw new DataException($"Record '{conversation.Id}' shows {conversation.Images.Count} pictures, but a preference of this kind has one. Leave it out.");
        }

        Turn[] turns = [.. conversation.Turns.Where(turn => turn.From != Speaker.System)];
        return turns.Chunk(2).Select((pair, index) => new BpoRecord
        {
            Id = index == 0 ? conversation.Id : $"{conversation.Id}#{index}",
            Image = conversation.Images.SingleOrDefault(),
            Prompt = pair[0].Value,
            Completions = [new Completion(pair[1].Value, 1, "gt")],
            Source = conversation.Source,
        });
    }
}
