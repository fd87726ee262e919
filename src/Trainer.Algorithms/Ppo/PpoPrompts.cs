using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;

namespace Trainer.Algorithms.Ppo;

/// <summary>Prompts as the roles read them, for those who plan or show a run: no weights are loaded.</summary>
public static class PpoPrompts
{
    /// <summary>How a recipe's roles read prompts; pictures are not looked for.</summary>
    /// <exception cref="Modeling.Weights.CheckpointException">The policy or the reward model is not there.</exception>
    public static RolloutPromptFormat Format(PpoRecipe recipe, RunContext context, ITokenizer tokenizer)
    {
        using PpoOutlines outlines = PpoOutlines.Of(recipe);
        var models = new PromptModels(outlines.Policy.Model.Config, outlines.Value.Model.Config, RewardCard.Read(recipe.Ppo.RewardModel), outlines.IsOneBase);
        return new PromptKind(recipe, context, tokenizer, models).Formats()(string.Empty);
    }

    /// <summary>The most tokens that each role reads: those of the records if they are there, else as many as the recipe and the reward model allow.</summary>
    internal static PromptLengths Longest(PpoRecipe recipe, RunContext context, PromptModels models) =>
        PlanInputs.HasRecords(recipe) ? OfRecords(recipe, context, models) : Allowed(recipe, models);

    private static PromptLengths Allowed(PpoRecipe recipe, PromptModels models)
    {
        int Limit(LlavaConfig config)
        {
            int most = Math.Min(recipe.Data.MaxLength, config.Text.MaxPositions) - recipe.Ppo.ResponseLength;
            return recipe.Ppo.QueryLength > 0 ? Math.Min(most, recipe.Ppo.QueryLength - 1 + config.ImageTokenCount) : most;
        }

        return new PromptLengths(Limit(models.Policy), Limit(models.Judge), Math.Min(models.Card.MaxLength, models.Judge.Text.MaxPositions) - recipe.Ppo.ResponseLength);
    }

    private static PromptLengths OfRecords(PpoRecipe recipe, RunContext context, PromptModels models)
    {
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        RolloutPromptFormat format = new PromptKind(recipe, context, tokenizer, models).Formats()(string.Empty);
        PromptLengths[] all = [.. recipe.Data.Datasets.SelectMany(dataset => Of(dataset, format))];
        return all.Length == 0
            ? Allowed(recipe, models)
            : new PromptLengths(all.Max(lengths => lengths.Policy), all.Max(lengths => lengths.Value), all.Max(lengths => lengths.Reward));
    }

    private static PromptLengths[] Of(Recipes.Options.DatasetOptions dataset, RolloutPromptFormat format)
    {
        using RecordFile<PromptRecord> file = RecordFile.Open(dataset.Path, RecordFormats.Prompt(dataset.Format));
        return [.. file.PositionsOf(dataset.Split).Select(position => format.LengthsOf(file.Read(position))).OfType<PromptLengths>()];
    }
}
