using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Sft;
using Trainer.Cli.Models;
using Trainer.Cli.Runs;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Sampling;
using Trainer.Recipes.Binding;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Datasets;

/// <summary>What a recipe trains on, and how it looks at it.</summary>
internal static class ShownRun
{
    /// <summary>Opens the recipe's records, without those that are held out, and its tokenizer.</summary>
    /// <exception cref="UsageException">The recipe's stage has no masks.</exception>
    internal static ShownData Open(RecipeRun run)
    {
        if (run.Recipe is not (SftRecipe or DpoRecipe))
        {
            throw new UsageException($"{run.Source} is of stage {run.Recipe.Stage}, whose records have no loss mask. Name a recipe of stage sft or dpo, or a file of records.");
        }

        DataOptions data = run.Recipe.Data;
        var random = new RandomRoot(run.Recipe.Seed);
        var text = ModelText.Open(run.Recipe.Model.ModelNameOrPath, tokenizer: null, data.ChatTemplate);
        return new ShownData
        {
            Title = $"{Path.GetFileName(run.Source)} (stage {run.Recipe.Stage})",
            Setting = $"Template {data.ChatTemplate}, at most {data.MaxLength} tokens, overlong: {KeyNames.Of(data.Overlong)}.",
            Lens = new RecordLens(text.Tokenizer, text.Template, EncodingOptions.Of(PlanInputs.Config(run.Recipe), data)),
            Mixture = new ShownMixture([.. data.Datasets.Select(dataset => Open(run, dataset, random))]),
            Text = text,
        };
    }

    private static ShownDataset Open(RecipeRun run, DatasetOptions dataset, RandomRoot random)
    {
        DataOptions data = run.Recipe.Data;
        string folder = data.ImageDir ?? Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!;
        IRecordSource<IRecord> file = run.Recipe is DpoRecipe dpo
            ? PreferenceFile.Open(dataset.Path, dataset.Format, folder, new PairRules { MaxWords = dpo.Dpo.MaxWords })
            : RecordFile.Open(dataset.Path, RecordFormats.Conversation(dataset.Format));
        string name = Path.GetFileName(dataset.Path);
        IReadOnlyList<int> positions = Subset.Draw(file.PositionsOf(dataset.Split), dataset.Fraction, random, name);
        return new ShownDataset(file, folder) { Positions = Subset.HoldOut(positions, data.ValSize, random, name).Rest, Weight = dataset.Weight };
    }
}
