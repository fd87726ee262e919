using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Reward;
using Trainer.Algorithms.Sft;
using Trainer.Cli.Models;
using Trainer.Cli.Runs;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Sampling;
using Trainer.Data.Text;
using Trainer.Recipes.Binding;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Datasets;

/// <summary>What a recipe trains on, and how it looks at it.</summary>
internal static class ShownRun
{
    /// <summary>Opens the recipe's records, without those that are held out, and its tokenizer.</summary>
    /// <exception cref="UsageException">The recipe's stage learns nothing from records.</exception>
    internal static ShownData Open(RecipeRun run)
    {
        if (run.Recipe is not (SftRecipe or DpoRecipe or RewardRecipe or PpoRecipe))
        {
            throw new UsageException($"{run.Source} is of stage {run.Recipe.Stage}, which learns nothing from records: it lets a model answer them. Look at its files with 'data show FILE', or at a recipe of stage sft, dpo, reward or ppo.");
        }

        DataOptions data = run.Recipe.Data;
        var random = new RandomRoot(run.Recipe.Seed);
        var text = ModelText.Open(run.Recipe.Model.ModelNameOrPath, tokenizer: null, data.ChatTemplate);
        return new ShownData
        {
            Title = $"{Path.GetFileName(run.Source)} (stage {run.Recipe.Stage})",
            Setting = $"Template {data.ChatTemplate}, at most {data.MaxLength} tokens, {(run.Recipe is PpoRecipe ppo ? $"{ppo.Ppo.ResponseLength} of them for the answer" : $"overlong: {KeyNames.Of(data.Overlong)}")}.",
            Lens = Lens(run, text),
            Mixture = new ShownMixture([.. data.Datasets.Select(dataset => Open(run, dataset, random))]),
            Text = text,
        };
    }

    private static IRecordLens Lens(RecipeRun run, ModelText text)
    {
        ConversationEncoderOptions options = EncodingOptions.Of(PlanInputs.Config(run.Recipe), run.Recipe.Data);
        ConversationEncoderOptions boundless = options with { MaxLength = int.MaxValue };
        var strip = new TokenStrip(text.Tokenizer.PieceOf, options);
        return run.Recipe switch
        {
            RewardRecipe reward => new RewardLens(
                RewardInputs.Encoder(reward, text.Tokenizer, options), RewardInputs.Encoder(reward, text.Tokenizer, boundless), RewardInputs.Facts(reward), strip),
            PpoRecipe => new RolloutLens(run.Prompts(text.Tokenizer), new ConversationEncoder(text.Tokenizer, text.Template, boundless), strip),
            _ => new RecordLens(text.Tokenizer, text.Template, options),
        };
    }

    private static ShownDataset Open(RecipeRun run, DatasetOptions dataset, RandomRoot random)
    {
        DataOptions data = run.Recipe.Data;
        string folder = data.ImageDir ?? Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!;
        IRecordSource<IRecord> file = File(run.Recipe, dataset, folder);
        string name = Path.GetFileName(dataset.Path);
        IReadOnlyList<int> positions = Subset.Draw(file.PositionsOf(dataset.Split), dataset.Fraction, random, name);
        return new ShownDataset(file, folder) { Positions = Subset.HoldOut(positions, data.ValSize, random, name).Rest, Weight = dataset.Weight };
    }

    private static IRecordSource<IRecord> File(StageRecipe recipe, DatasetOptions dataset, string folder) => recipe switch
    {
        DpoRecipe dpo => PreferenceFile.Open(dataset.Path, dataset.Format, folder, new PairRules { MaxWords = dpo.Dpo.MaxWords }),
        RewardRecipe reward => PreferenceFile.Open(dataset.Path, dataset.Format, folder, new PairRules { MaxWords = reward.Reward.MaxWords }),
        PpoRecipe => RecordFile.Open(dataset.Path, RecordFormats.Prompt(dataset.Format)),
        _ => RecordFile.Open(dataset.Path, RecordFormats.Conversation(dataset.Format)),
    };
}
