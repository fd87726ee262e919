using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo;

/// <summary>How a recipe's prompts are read, by policy and reward model.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="context">The run's surroundings.</param>
/// <param name="tokenizer">The one of all roles.</param>
/// <param name="models">Who reads.</param>
internal sealed class PromptKind(PpoRecipe recipe, RunContext context, ITokenizer tokenizer, PromptModels models)
{
    /// <summary>The kind of records.</summary>
    internal RecordKind<PromptRecord, RolloutPrompt, RolloutPrompts> Create()
    {
        Func<string, RolloutPromptFormat> format = Formats();
        return new()
        {
            Open = (dataset, _) => RecordFile.Open(dataset.Path, RecordFormats.Prompt(dataset.Format)),
            Examples = folder => format(folder),
            Collate = prompts => new RolloutPrompts(prompts),
        };
    }

    /// <summary>Makes the format of records whose pictures lie in a folder.</summary>
    internal Func<string, RolloutPromptFormat> Formats()
    {
        RewardCard card = models.Card;
        bool isAlike = models.IsOneBase && card.ChatTemplate == recipe.Data.ChatTemplate && recipe.Ppo.RewardImageDir is null;

        // The order of facts is the one that the reward model was trained with, not this run's own.
        var facts = new FactSource(card.Facts, Facts(card), new RandomRoot(card.Seed));
        var questions = new RewardEncoder(tokenizer, ConversationTemplates.ByName(card.ChatTemplate), EncodingOptions.Of(models.Judge, recipe.Data), RewardPrompts.ByName(card.Prompt));
        PromptReader ownReader = Reader(models.Policy, recipe.Data.ChatTemplate);
        PromptReader? judgeReader = isAlike ? null : Reader(models.Judge, card.ChatTemplate);
        return folder => new RolloutPromptFormat
        {
            Policy = ownReader.In(folder),
            Judge = judgeReader?.In(recipe.Ppo.RewardImageDir ?? folder),
            Question = questions.EncodeQuestion,
            Facts = facts,
            DropWithoutFacts = recipe.Ppo.DropPromptsWithoutFacts,
            JudgeLimit = Math.Min(card.MaxLength, models.Judge.Text.MaxPositions) - recipe.Ppo.ResponseLength,
        };
    }

    private FactTable? Facts(RewardCard card)
    {
        if (card.Facts.Kind == FactKind.None != recipe.Ppo.Facts is null)
        {
            throw new Recipes.RecipeException(context.RecipeSource, [new Recipes.Problem("ppo.facts", recipe.Ppo.Facts is null
                ? $"must name the file of facts: the reward model was trained with {card.Facts.Kind} as facts."
                : "is set, but the reward model was trained without facts. Leave it out.")]);
        }

        return recipe.Ppo.Facts is { } path ? FactTable.Open(path) : null;
    }

    private PromptReader Reader(LlavaConfig config, string template) =>
        new(new PromptLimits(recipe.Ppo.QueryLength, Math.Min(recipe.Data.MaxLength, config.Text.MaxPositions) - recipe.Ppo.ResponseLength))
        {
            Encoder = new ConversationEncoder(tokenizer, ConversationTemplates.ByName(template), EncodingOptions.Of(config, recipe.Data) with { MaxLength = int.MaxValue }),
            Images = new ImageCache(context.Images(config), (long)recipe.Data.ImageCacheMegabytes << 20),
        };
}

/// <summary>Who reads prompts.</summary>
/// <param name="Policy">Geometry of policy and reference.</param>
/// <param name="Judge">Geometry of reward and value.</param>
/// <param name="Card">How the reward model is asked.</param>
/// <param name="IsOneBase">Whether both are one model.</param>
internal sealed record PromptModels(LlavaConfig Policy, LlavaConfig Judge, RewardCard Card, bool IsOneBase);
