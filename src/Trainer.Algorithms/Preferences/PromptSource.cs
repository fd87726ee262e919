using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Sampling;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Algorithms.Preferences;

/// <summary>Reads the conversations whose last answer is given anew.</summary>
internal static class PromptSource
{
    /// <summary>The records of a recipe's datasets, in order.</summary>
    /// <exception cref="DataException">A file or record can't be used.</exception>
    internal static IReadOnlyList<ConversationRecord> Read(DataOptions options, RandomRoot random) =>
        [.. options.Datasets.SelectMany(dataset => Read(dataset, random))];

    /// <summary>The one folder that all image paths start from, for whoever reads the pairs later.</summary>
    /// <exception cref="DataException">The datasets lie in different folders, and no folder is named.</exception>
    internal static string ImageDir(DataOptions options)
    {
        string[] folders = [.. options.Datasets.Select(dataset => Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!).Distinct()];
        return options.ImageDir
            ?? (folders.Length == 1 ? folders[0] : throw new DataException($"The datasets lie in {folders.Length} folders, but pairs in one file have their pictures in one. Set data.image_dir."));
    }

    private static List<ConversationRecord> Read(DatasetOptions dataset, RandomRoot random)
    {
        string source = Path.GetFileNameWithoutExtension(dataset.Path);
        using RecordFile<ConversationRecord> file = RecordFile.Open(dataset.Path, RecordFormats.Conversation(dataset.Format));
        return [.. Subset.Draw(file.PositionsOf(dataset.Split), dataset.Fraction, random, Path.GetFileName(dataset.Path))
            .Select(file.Read)
            .Select(record => record with { Source = record.Source ?? source })];
    }
}
