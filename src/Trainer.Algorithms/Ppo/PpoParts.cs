using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo;

/// <summary>What a recipe of reinforcement learning needs before anything is sampled: roles, prompts, facts.</summary>
internal sealed class PpoParts : IDisposable
{
    private readonly PpoRecipe recipe;
    private readonly RunContext context;

    internal PpoParts(PpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        this.context = context;
        Random = new RandomRoot(recipe.Seed);
        Roles = new PpoRoles(recipe, Random, context.Device);
        Tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        RequireOneVocabulary();
        Data = new(recipe.Data, Kind(), Random);
    }

    internal RandomRoot Random { get; }

    internal PpoRoles Roles { get; }

    internal SentencePieceTokenizer Tokenizer { get; }

    internal RecipeData<PromptRecord, RolloutPrompt, RolloutPrompts> Data { get; }

    public void Dispose()
    {
        Data.Dispose();
        Tokenizer.Dispose();
        Roles.Dispose();
    }

    /// <summary>Answers go from model to model as ids.</summary>
    private void RequireOneVocabulary()
    {
        static byte[] Pieces(string folder) => File.ReadAllBytes(Path.Combine(folder, "tokenizer.model"));
        if (!Roles.IsOneBase && !Pieces(Roles.JudgePath).AsSpan().SequenceEqual(Pieces(recipe.Model.ModelNameOrPath)))
        {
            throw new CheckpointException($"{Roles.JudgePath} has another tokenizer.model than {recipe.Model.ModelNameOrPath}, but the reward model reads the policy's tokens. Use models of one vocabulary.");
        }
    }

    private RecordKind<PromptRecord, RolloutPrompt, RolloutPrompts> Kind()
    {
        RewardCard card = Roles.RewardHead.Card;
        LlavaModel policy = Roles.Policy.Model;
        LlavaModel judge = Roles.Value.Model;
        bool isAlike = Roles.IsOneBase && card.ChatTemplate == recipe.Data.ChatTemplate && recipe.Ppo.RewardImageDir is null;
        // The order of facts is the one that the reward model was trained with, not this run's own.
        var facts = new FactSource(card.Facts, Facts(card), new RandomRoot(card.Seed));
        var questions = new RewardEncoder(Tokenizer, ConversationTemplates.ByName(card.ChatTemplate), EncodingOptions.Of(judge.Config, recipe.Data), RewardPrompts.ByName(card.Prompt));
        PromptReader ownReader = Reader(policy.Config, recipe.Data.ChatTemplate);
        PromptReader? judgeReader = isAlike ? null : Reader(judge.Config, card.ChatTemplate);
        return new()
        {
            Open = (dataset, _) => RecordFile.Open(dataset.Path, RecordFormats.Prompt(dataset.Format)),
            Examples = folder => new RolloutPromptFormat
            {
                Policy = ownReader.In(folder),
                Judge = judgeReader?.In(recipe.Ppo.RewardImageDir ?? folder),
                Question = questions.EncodeQuestion,
                Facts = facts,
                DropWithoutFacts = recipe.Ppo.DropPromptsWithoutFacts,
                JudgeLimit = Math.Min(card.MaxLength, judge.Config.Text.MaxPositions) - recipe.Ppo.ResponseLength,
            },
            Collate = prompts => new RolloutPrompts(prompts),
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
            Encoder = new ConversationEncoder(Tokenizer, ConversationTemplates.ByName(template), EncodingOptions.Of(config, recipe.Data) with { MaxLength = int.MaxValue }),
            Images = new ImageCache(context.Images(config), (long)recipe.Data.ImageCacheMegabytes << 20),
        };
}
